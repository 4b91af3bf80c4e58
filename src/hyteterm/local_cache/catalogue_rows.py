"""A service as a row of catalogue.db: its record, its hash and the columns to count by."""

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from hyteterm.domain.service import Channel, Service

LAHELLA: Final = "lahella"
"""Origin of the NGOs' records that reach PTV through Lähellä.fi."""

_LAHELLA_HOSTS: Final = frozenset({"lahella.fi", "www.lahella.fi"})

_REACHED_BY_VALUE: Final = frozenset({"phone", "email", "web", "electronic"})


def canonical(service: "Service") -> str:
    """The record as JSON that does not depend on the order of keys."""
    return json.dumps(
        service.model_dump(mode="json", exclude_defaults=True),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def origin(service: "Service") -> str:
    """Who wrote the record: the source, or Lähellä.fi when the PTV record links back to it."""
    if service.source == "ptv" and any(_is_lahella(channel) for channel in service.channels):
        return LAHELLA
    return service.source


def _is_lahella(channel: "Channel") -> bool:
    if channel.kind not in ("web", "electronic"):
        return False
    try:
        return urlsplit(channel.value).hostname in _LAHELLA_HOSTS
    except ValueError:
        return False


def _reachable(channel: "Channel") -> bool:
    if channel.kind in _REACHED_BY_VALUE:
        return bool(channel.value)
    return bool(channel.address)


def row(service: "Service") -> dict[str, Any]:
    """The row of `service` in the table ``services``."""
    record = canonical(service)
    finnish = bool(
        service.names.get("fi") and (service.summaries.get("fi") or service.descriptions.get("fi"))
    )
    return {
        "id": service.id,
        "source": service.source,
        "source_id": service.source_id,
        "origin": origin(service),
        "hash": hashlib.sha256(record.encode()).hexdigest(),
        "modified": service.modified.isoformat() if service.modified else None,
        "provider_type": service.provider.type.value,
        "price": service.price.kind.value,
        "nationwide": int(service.nationwide),
        "has_contact": int(any(map(_reachable, service.channels))),
        "has_finnish": int(finnish),
        "texts": json.dumps(sorted(code for code, name in service.names.items() if name)),
        "municipalities": json.dumps(sorted(set(service.municipalities))),
        "themes": json.dumps(sorted({theme.value for theme in service.themes})),
        "target_groups": json.dumps(sorted({group.value for group in service.target_groups})),
        "record": record,
    }
