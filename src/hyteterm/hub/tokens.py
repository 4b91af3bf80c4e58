"""Bearer tokens of terminals (table token): 256 random bits, kept as a hash only."""

import hashlib
import secrets
from enum import StrEnum

from hyteterm.hub.store import Transaction


class TokenKind(StrEnum):
    """What a token opens."""

    DELIVERY = "delivery"
    """Deliveries and the catalogue: usable while the terminal is locked."""
    UPDATES = "updates"
    """Everything; kept in the terminal's vault."""


async def issue(tx: Transaction, terminal_id: str, kind: TokenKind) -> str:
    """Make a token for the terminal.  This is the only time that it can be read."""
    token = secrets.token_urlsafe(32)
    await tx.execute(
        "INSERT INTO token (hash, terminal_id, kind) VALUES ($1, $2, $3)",
        _hash(token),
        terminal_id,
        kind,
    )
    return token


async def find(tx: Transaction, token: str) -> tuple[str, TokenKind] | None:
    """The terminal and the kind of a token; None for an unknown or revoked one."""
    found = await tx.row("SELECT terminal_id, kind FROM token WHERE hash = $1", _hash(token))
    return None if found is None else (found["terminal_id"], TokenKind(found["kind"]))


async def revoke(tx: Transaction, terminal_id: str, kind: TokenKind | None = None) -> None:
    """Make the terminal's tokens (of one kind, or all) useless."""
    await tx.execute(
        "DELETE FROM token WHERE terminal_id = $1 AND ($2 = '' OR kind = $2)",
        terminal_id,
        kind or "",
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
