"""Fetching what changed for this terminal's unit, page by page; needs the open vault."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from hyteterm.domain.delivery import UpdatesAnswer
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_sending import HubView
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault
from hyteterm.sync.client import Gone, HubClient, NotTheHub
from hyteterm.sync.delivery import note_hub

PAGE: Final = 100
_MOST_PAGES: Final = 10_000
"""A hub that always says “more” is broken."""


@dataclass
class UpdatesReport:
    """What a round of updates has done."""

    changed: list[str] = field(default_factory=list)
    """Ids of referrals, each once."""
    driven_again: int = 0


def fetch_updates(
    client: HubClient, vault: Vault, outbox: Outbox, time: TrustedTime
) -> UpdatesReport:
    """Take every page after the vault's cursor; each page and its cursor are one transaction.

    Broken off anywhere, the next round goes on where this one stopped.  Raises the
    `SyncProblem` kinds, `DiskFull`.
    """
    report = UpdatesReport()
    for _ in range(_MOST_PAGES):
        since = vault.updates_cursor
        try:
            answer = _page(client, vault, since)
        except Gone:
            if not since:
                raise
            vault.forget_updates_cursor(vault.updates_epoch)
            continue
        time.observe(answer.hub_time.timestamp())
        report.driven_again += note_hub(outbox, HubView(answer.epoch, None))
        if since and vault.updates_epoch != answer.epoch:
            # Another store gave the cursor: its numbers mean nothing there.
            vault.forget_updates_cursor(answer.epoch)
            continue
        at = datetime.fromtimestamp(time.now(), UTC)
        changed = vault.take_updates(answer, at)
        report.changed += [id for id in changed if id not in report.changed]
        if not answer.more:
            return report
        if answer.cursor == since:
            break
    raise NotTheHub("endless-updates")


def _page(client: HubClient, vault: Vault, since: str) -> UpdatesAnswer:
    params = {"limit": str(PAGE)} | ({"since": since} if since else {})
    return client.get("/v1/updates", vault.updates_token, params=params).model(UpdatesAnswer)
