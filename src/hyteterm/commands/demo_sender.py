"""A sender of the demo, for those who look at the receiver's side: three referrals at the start."""

from datetime import UTC, datetime
from typing import Final, Self

from hyteterm.commands.demo_terminal import DemoTerminal
from hyteterm.demo.people import CLIENTS, RECEIVER_UNITS
from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.referral import Receiver, Referral, Urgency
from hyteterm.domain.referral_form import draft_of
from hyteterm.domain.vocabulary import ReferralType

REASONS: Final = (
    # what each of the first clients of the demo needs, in the sender's words
    ("polvi vihoittelee, haluaa ryhmään", Urgency.ROUTINE),
    ("kaatunut kahdesti syksyllä, tasapaino", Urgency.SOON),
    ("paino ja verenpaine, ei tiedä mistä aloittaa", Urgency.ROUTINE),
)


class DemoSender(DemoTerminal):
    """One sending unit's terminal, with its own home and vault."""

    def __enter__(self) -> Self:
        super().__enter__()
        for client, (reason, urgency) in zip(CLIENTS, REASONS, strict=False):
            now = datetime.now(UTC)
            referral = Referral(
                type=ReferralType.EXERCISE,
                created_at=now,
                sender=self._workspace.referrals.sender,
                receiver=Receiver(
                    unit_id=RECEIVER_UNITS[0].id,
                    organisation=RECEIVER_UNITS[0].names["fi"],
                ),
                client=Client(
                    name=client.name,
                    phone=client.phone,
                    birth_date=client.birth_date,
                    municipality=client.municipality,
                    language=client.language,
                ),
                reason=reason,
                urgency=urgency,
                consent=Consent(items=BASIC_ITEMS, given_at=now, feedback_to_sender=True),
            )
            self._workspace.referrals.queue(draft_of(referral), hold=0.0)
        return self

    def work(self) -> None:
        """Deliver and fetch; what comes back is nobody's to read here."""
        self._workspace.line.sync_once(catalogue=False)
