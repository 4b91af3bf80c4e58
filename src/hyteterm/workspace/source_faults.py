"""Why a catalogue source, or one of its records, could not be taken, in words."""

from collections.abc import Callable

from hyteterm.catalogue_sources.reading import REFUSALS, SOURCE_ERRORS, Refused, SourceError


def source_fault(error: SourceError, translate: Callable[[str], str]) -> str:
    """The sentence for an unusable source, with the file or field it concerns."""
    detail = f" ({error.detail})" if error.detail else ""
    return translate(SOURCE_ERRORS.get(error.reason, error.reason)) + detail


def refusal_text(refused: Refused, translate: Callable[[str], str]) -> str:
    """“12  abc-123: nimi puuttuu (serviceNames)”."""
    detail = f" ({refused.detail})" if refused.detail else ""
    reason = translate(REFUSALS.get(refused.reason, refused.reason))
    return f"{refused.index:>6}  {refused.source_id or '–'}: {reason}{detail}"
