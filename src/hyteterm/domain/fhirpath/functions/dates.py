"""Now, and the parts of a date or time."""

from typing import Final

from ..element import system_value
from ..equality import Items
from ..scope import Compiled, Function, Scope, fhirpath, singleton
from ..temporal import PARTS, Date, DateTime, Time

Arguments = tuple[Compiled, ...]


@fhirpath("now")
def now(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """This moment: the same one throughout an evaluation."""
    return [DateTime.of(scope.environment.now)]


@fhirpath("today")
def today(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """This day."""
    return [DateTime.of(scope.environment.now).date]


@fhirpath("timeOfDay")
def time_of_day(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """This moment without its day."""
    return [Time(DateTime.of(scope.environment.now).parts[3:])]


_PARTS: Final = {f"{part}Of": index for index, part in enumerate(PARTS)}


def _part(name: str, index: int) -> Function:
    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        value = system_value(singleton(source, f"{name}()"))
        if isinstance(value, Time):
            place = index - 3
        elif isinstance(value, Date | DateTime):
            place = index
        else:
            return []
        return [int(value.parts[place])] if 0 <= place < len(value.parts) else []

    return run


for _name, _index in _PARTS.items():
    fhirpath(_name)(_part(_name, _index))


@fhirpath("dateOf")
def date_of(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The day of a date or moment."""
    value = system_value(singleton(source, "dateOf()"))
    if isinstance(value, DateTime):
        return [value.date]
    return [value] if isinstance(value, Date) else []


@fhirpath("timeOf")
def time_of(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The time of day of a moment."""
    value = system_value(singleton(source, "timeOf()"))
    if isinstance(value, DateTime) and len(value.parts) > 3:
        return [Time(value.parts[3:])]
    return []
