"""Up and down in a resource."""

from ..element import Element, root
from ..equality import Items
from ..scope import Compiled, Scope, argument, as_text, fhirpath, plain
from ..type_names import type_of

Arguments = tuple[Compiled, ...]


@fhirpath("children")
def children(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """All children of all items."""
    return [child for item in source if isinstance(item, Element) for child in item.children()]


@fhirpath("descendants")
def descendants(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """All children, their children, and so on, level by level."""
    level = children(scope, source, ())
    found: Items = []
    while level:
        found += level
        level = children(scope, level, ())
    return found


@fhirpath("extension", arguments=(1, 1))
def extension(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The extensions with a URL."""
    url = as_text(argument(scope, arguments[0]), "extension()")
    return [
        each
        for item in source
        if isinstance(item, Element)
        for each in _extensions(item)
        if isinstance(each.value, dict) and each.value.get("url") == url
    ]


def _extensions(item: Element) -> list[Element]:
    return item.members("extension")


@fhirpath("resolve")
def resolve(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """What local references (``#id``) point to in the resource; others stay unresolved."""
    found: Items = []
    for item in source:
        value = plain(item)
        reference = value.get("reference") if isinstance(value, dict) else value
        if isinstance(reference, str) and reference.startswith("#"):
            for name in ("resource", "questionnaire"):
                found += _contained(scope.environment.variables.get(name), reference[1:])
    return found


def _contained(resource: object, identifier: str) -> Items:
    contained = resource.get("contained") if isinstance(resource, dict) else None
    if not isinstance(contained, list):
        return []
    return [
        root(each) for each in contained if isinstance(each, dict) and each.get("id") == identifier
    ]


@fhirpath("type")
def type_(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Namespace and name of the type of each item."""
    types = map(type_of, source)
    return [root({"namespace": each.namespace, "name": each.name}) for each in types]
