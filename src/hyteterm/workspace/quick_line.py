"""Quick entry: one typed line that fills the referral's draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hyteterm.domain import finnish_time
from hyteterm.domain.quick_entry import Context, Field, Understood, choose, parse
from hyteterm.domain.quick_entry.context import ServiceRow
from hyteterm.domain.referral_line import LINE, filled_by, take_line
from hyteterm.domain.referral_types import ReceiverRule, kind_of, kinds_in_use
from hyteterm.domain.service_hit import ServiceHit, ServiceQuery
from hyteterm.translation import current_language
from hyteterm.workspace import drafting

if TYPE_CHECKING:
    from hyteterm.domain.referral_form import ReferralDraft
    from hyteterm.workspace.catalogue import CatalogueDesk

MOST_SERVICES = 5000
SHORTEST_WORD_INSIDE = 5
"""Letters: shorter words inside a service's name are too common."""
_WORDS = re.compile(r"\w+")


class QuickLine:
    """One referral's line: what it says now, and the draft that follows from it."""

    def __init__(self, catalogue: CatalogueDesk, home_municipality: str) -> None:
        self._catalogue = catalogue
        self._services = [
            (hit.name.casefold(), frozenset(_WORDS.findall(hit.name.casefold())), hit)
            for hit in _accepting(catalogue)
        ]
        self.context = Context(
            today=finnish_time.local(finnish_time.now()).date(),
            home_municipality=home_municipality,
            find_service=self._named,
            types=kinds_in_use(),
        )
        self.understood: Understood | None = None
        self._base: ReferralDraft | None = None
        self._said: dict[Field, str] = {}
        self._service_by_line = False
        self._line = ""
        self._header = ""

    def typed(self, draft: ReferralDraft, line: str) -> ReferralDraft:
        """The draft after the line has become ``line``; a pasted header stays in force."""
        self._line = line
        text = f"{self._header}\n{line}" if self._header else line
        return self._taken(draft, parse(text, self.context))

    def pasted(self, draft: ReferralDraft, header: str) -> ReferralDraft:
        """The draft after a client header was pasted; it goes before whatever is typed."""
        self._header = header.strip()
        return self.typed(draft, draft.typed.get(LINE, ""))

    def chosen(self, draft: ReferralDraft, option: int) -> ReferralDraft:
        """The draft after an option of the first ambiguity, from 0.  Raises `IndexError`."""
        if self.understood is None:
            raise IndexError(option)
        return self._taken(draft, choose(self.understood, 0, option, self.context))

    def _taken(self, draft: ReferralDraft, understood: Understood) -> ReferralDraft:
        if self._base is None:
            self._base = draft
        self.understood = understood
        today = self.context.today
        draft, self._said = take_line(draft, self._base, self._said, understood, today)
        draft = type(draft)(referral=draft.referral, typed={**draft.typed, LINE: self._line})
        return self._addressed(draft, understood)

    def _addressed(self, draft: ReferralDraft, understood: Understood) -> ReferralDraft:
        """The draft with its receiver: named in the line, or the only one of type and place."""
        referral = draft.referral
        named = understood.service
        wanted = named.id if named else ""
        if not wanted and (not referral.receiver.service_id or self._service_by_line):
            wanted = self._only_receiver(referral.type, referral.client.municipality)
        if wanted == referral.receiver.service_id:
            return draft
        if wanted:
            service = self._catalogue.service(wanted)
            if service is None:
                return draft
            self._service_by_line = True
            addressed = drafting.to_service(referral, service, current_language())
            if Field.TYPE in filled_by(understood):
                addressed = addressed.model_copy(update={"type": referral.type})
        elif self._service_by_line and self._base is not None:
            self._service_by_line = False
            addressed = referral.model_copy(update={"receiver": self._base.referral.receiver})
        else:
            return draft
        return type(draft)(referral=addressed, typed=draft.typed)

    def _only_receiver(self, type: str, municipality: str) -> str:
        kind = kind_of(type)
        if kind is None or kind.receiver is ReceiverRule.SERVICE:
            return ""
        local_ones = [
            hit.id
            for _name, _words, hit in self._services
            if hit.referral_type == type and municipality in hit.municipalities
        ]
        return local_ones[0] if len(local_ones) == 1 else ""

    def _named(self, text: str) -> Sequence[ServiceRow]:
        """Services whose name begins with the text, or has it as one of its words."""
        wanted = text.casefold().strip()
        inside = wanted if len(wanted) >= SHORTEST_WORD_INSIDE else ""
        return [
            (
                hit.id,
                hit.name,
                hit.municipalities[0] if len(hit.municipalities) == 1 else "",
                hit.referral_type,
                tuple(hit.municipalities),
            )
            for name, words, hit in self._services
            if name.startswith(wanted) or inside in words
        ]


def _accepting(catalogue: CatalogueDesk) -> Sequence[ServiceHit]:
    """Every service that accepts referrals."""
    query = ServiceQuery(accepts_referral=True, limit=MOST_SERVICES)
    return catalogue.search(query).hits
