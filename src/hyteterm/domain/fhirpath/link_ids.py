"""What an expression says about ``linkId``."""

from .syntax import Binary, Call, Chain, Literal, Member, Node, children

_PURE_FUNCTIONS = frozenset(
    {
        "startsWith", "endsWith", "contains", "matches", "matchesFull", "substring", "lower",
        "upper", "replace", "indexOf", "length", "not", "exists", "empty", "toString", "trim",
    }
)  # fmt: skip
_PURE_OPERATORS = frozenset({"=", "!=", "~", "in", "or", "and", "|", ">", "<", ">=", "<=", "+"})
_NEVER_WITHOUT = frozenset({"=", "~", "in", "!="})


def split_criterion(criterion: Node) -> tuple[Node | None, Node | None]:
    """``criterion`` as (part that depends on ``linkId`` alone, rest); both must hold.

    The first part is false for what has no ``linkId``.
    """
    if _needs_link_id(criterion) and _depends_on_link_id_alone(criterion):
        return criterion, None
    if isinstance(criterion, Binary) and criterion.operator == "and":
        left, right = split_criterion(criterion.left), split_criterion(criterion.right)
        return _and(left[0], right[0]), _and(left[1], right[1])
    return None, criterion


def _and(left: Node | None, right: Node | None) -> Node | None:
    if left is None or right is None:
        return left or right
    return Binary("and", left, right)


def _depends_on_link_id_alone(node: Node) -> bool:
    match node:
        case Literal() | Member(name="linkId"):
            return True
        case Binary(operator=operator):
            return operator in _PURE_OPERATORS and all(
                map(_depends_on_link_id_alone, children(node))
            )
        case Chain(source=source, step=Call(name=name, arguments=arguments)):
            return (
                name in _PURE_FUNCTIONS
                and _depends_on_link_id_alone(source)
                and all(isinstance(argument, Literal) for argument in arguments)
            )
    return False


def _needs_link_id(node: Node) -> bool:
    """Whether ``node`` cannot hold where there is no ``linkId``."""
    match node:
        case Binary(operator="or", left=left, right=right):
            return _needs_link_id(left) and _needs_link_id(right)
        case Binary(operator="and", left=left, right=right):
            return _needs_link_id(left) or _needs_link_id(right)
        case Binary(operator=operator, left=left, right=right):
            return operator in _NEVER_WITHOUT and (
                _empty_without(left) or (_empty_without(right) and operator != "in")
            )
        case Chain(step=Call(name=name)):
            return name not in ("empty", "not") and _empty_without(node)
    return False


def _empty_without(node: Node) -> bool:
    """Whether ``node`` is empty where there is no ``linkId``."""
    match node:
        case Member(name="linkId"):
            return True
        case Chain(source=source, step=Call(name=name)):
            return name not in ("exists", "empty", "not") and _empty_without(source)
    return False
