"""A terminal as small as it can be: enrols, seals, sends, asks.  For tests of the hub."""

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hyteterm.domain.consent import ConsentGiven, ConsentItem, ConsentRecord
from hyteterm.domain.delivery import (
    Content,
    DeliveryAnswer,
    DeliveryKind,
    DeliveryResult,
    Envelope,
    Receipt,
    ReferralState,
    StatusChange,
    UpdatesAnswer,
    delivery_id,
    envelope,
    packed,
    seal_info,
)
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Receiver, ReferralPayload, Sender
from hyteterm.domain.referral_status import Actor, Step
from hyteterm.domain.vocabulary import Theme

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class HubTerminal:
    """One enrolled terminal with one professional."""

    http: httpx.Client
    terminal_id: str
    unit_id: str
    delivery_token: str
    updates_token: str
    key_id: str
    public_key: str
    professional_id: str = ""
    sequence: int = 0
    cursor: str = ""
    states: dict[tuple[str, Actor], ReferralState] = field(default_factory=dict)

    @classmethod
    def enrolled(cls, url: str, terminal_code: str, professional_code: str = "") -> Self:
        http = httpx.Client(
            base_url=url, timeout=30, headers={"User-Agent": "hyteterm/0.1.0"}, trust_env=False
        )
        answer = http.post("/v1/terminals", json={"code": terminal_code, "name": "vastaanotto"})
        assert answer.status_code == 201, answer.text
        document = answer.json()
        key = document["hub"]["keys"][0]
        terminal = cls(
            http,
            document["terminal_id"],
            document["unit"]["id"],
            document["delivery_token"],
            document["updates_token"],
            key["key_id"],
            key["public_key"],
        )
        if professional_code:
            answer = terminal.post("/v1/professionals", {"code": professional_code})
            assert answer.status_code == 201, answer.text
            terminal.professional_id = answer.json()["professional_id"]
        return terminal

    def post(self, path: str, document: Any, token: str | None = None) -> httpx.Response:
        return self.http.post(path, json=document, headers=self._bearer(token))

    def get(self, path: str, token: str | None = None, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=self._bearer(token) | headers)

    def _bearer(self, token: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.updates_token}"}

    def seal(
        self,
        subject_id: str,
        content: Content | bytes,
        revision: int = 1,
        sequence: int | None = None,
    ) -> Envelope:
        """An envelope; bytes are sealed as they are (for content that is no content)."""
        self.sequence += 1
        id_ = delivery_id(subject_id, revision)
        sealed = SUITE.encrypt(
            content if isinstance(content, bytes) else packed(content),
            X25519PublicKey.from_public_bytes(b64decode(self.public_key)),
            info=seal_info(self.terminal_id, id_),
        )
        return envelope(
            id=id_, sequence=sequence or self.sequence, key_id=self.key_id, sealed=sealed
        )

    def referral(self, **values: Any) -> ReferralPayload:
        """A referral that the hub takes, unless ``values`` say otherwise."""
        items = tuple(ConsentItem)
        defaults: dict[str, Any] = {
            "id": new_id(),
            "revision": 1,
            "type": "exercise",
            "created_at": NOON,
            "sender": Sender(
                professional_id=self.professional_id,
                name="Hilkka Hoitaja",
                role="sairaanhoitaja",
                unit_id=self.unit_id,
                unit="Kouvolan terveysasema",
                phone="+358401234567",
            ),
            "receiver": Receiver(organisation="Kouvolan kaupunki", service="Liikuntaneuvonta"),
            "consent": ConsentRecord(
                items=items,
                recipient="Kouvolan liikuntaneuvonta",
                how=ConsentGiven.SPOKEN,
                given_at=NOON,
                feedback_to_sender=True,
            ),
            "client_reference": new_id(),
            "name": "Aino Esimerkki",
            "phone": "+358409876543",
            "language": "fi",
            "municipality": "286",
            "reason": "Polvikipu, haluaa liikkeelle.",
            "themes": (Theme.EXERCISE,),
        }
        return ReferralPayload(**(defaults | values))

    def sealed_referral(self, payload: ReferralPayload, **options: Any) -> Envelope:
        content = Content(
            kind=DeliveryKind.REFERRAL,
            professional_id=options.pop("professional_id", self.professional_id),
            body=payload.model_dump(mode="json"),
        )
        return self.seal(payload.id, content, payload.revision, **options)

    def sealed_step(
        self, referral_id: str, version: int, step: Step, actor: Actor, **values: Any
    ) -> Envelope:
        change = StatusChange(
            id=values.pop("id", None) or new_id(),
            referral_id=referral_id,
            base_version=version,
            step=step,
            actor=actor,
            at=values.pop("at", NOON),
            **values,
        )
        content = Content(
            kind=DeliveryKind.STATUS_CHANGE,
            professional_id=self.professional_id,
            body=change.model_dump(mode="json"),
        )
        return self.seal(change.id, content)

    def deliver(self, *envelopes: Envelope, path: str = "/v1/deliveries") -> DeliveryAnswer:
        """Send with the token of a locked terminal."""
        answer = self.post(
            path,
            {"envelopes": [one.model_dump() for one in envelopes]},
            self.delivery_token,
        )
        assert answer.status_code in (200, 409), answer.text
        return DeliveryAnswer.model_validate_json(answer.content)

    def send(self, payload: ReferralPayload) -> Receipt:
        return self.deliver(self.sealed_referral(payload)).receipts[0]

    def step(
        self, referral_id: str, version: int, step: Step, actor: Actor, **values: Any
    ) -> Receipt:
        sealed = self.sealed_step(referral_id, version, step, actor, **values)
        return self.deliver(sealed, path="/v1/status-changes").receipts[0]

    def updates(self, since: str = "", limit: int = 100) -> UpdatesAnswer:
        answer = self.get(f"/v1/updates?since={since}&limit={limit}")
        assert answer.status_code == 200, answer.text
        return UpdatesAnswer.model_validate_json(answer.content)

    def refreshed(self) -> list[ReferralState]:
        """What changed since the last call."""
        found: list[ReferralState] = []
        while True:
            answer = self.updates(self.cursor)
            self.cursor = answer.cursor
            found += answer.updates
            if not answer.more:
                break
        for state in found:
            self.states[state.referral_id, state.role] = state
        return found


def refusal(receipt: Receipt) -> str:
    """The code of a refusal."""
    assert receipt.result is DeliveryResult.REFUSED
    return receipt.reason
