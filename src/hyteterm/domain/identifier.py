"""Identifiers minted on the terminal."""

from uuid6 import uuid7


def new_id() -> str:
    """A UUIDv7: unique without a server, and roughly in the order of making."""
    return str(uuid7())
