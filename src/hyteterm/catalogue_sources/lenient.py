"""Outside records met with pydantic: lenient where that is harmless, refused where it is not.

Unknown members are passed over, null stands for an empty list or text, null elements are left
out and numbers are taken as text.  A member of the wrong kind (a text where a list belongs)
refuses the record: it is not guessed at.
"""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.texts import clean_line

T = TypeVar("T")


class Lenient(BaseModel):
    """Base of the models of outside records."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


M = TypeVar("M", bound=Lenient)


def _without_nulls(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, list):
        return [element for element in value if element is not None]
    return value


def _text(value: Any) -> Any:
    return "" if value is None else value


Listed = Annotated[list[T], BeforeValidator(_without_nulls)]
"""A list; null is an empty one."""

Text = Annotated[str, BeforeValidator(_text)]
"""A text; null is an empty one."""


def parsed(model: type[M], record: Any) -> M:
    """The record as ``model``.  Raises `UnusableRecord` (``not-an-object``, ``bad-field``)."""
    if not isinstance(record, dict):
        raise UnusableRecord("not-an-object")
    try:
        return model.model_validate(record)
    except ValidationError as error:
        field = next((str(part) for part in error.errors()[0]["loc"]), "")
        raise UnusableRecord("bad-field", field) from None
    except RecursionError:
        raise UnusableRecord("bad-field") from None


def record_id(text: str) -> str:
    """The id in one spelling.  Raises `UnusableRecord` when there is none."""
    found = clean_line(text).lower()
    if not found:
        raise UnusableRecord("no-id")
    return found[:200]
