"""The expressions of a questionnaire, evaluated with the variables that are in scope.

A variable is seen by its own item and by all below it; the nearest one of a name wins.  One that
cannot be evaluated is empty, so that a form with a question to a server still calculates the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..fhirpath import Element, Environment, FhirPathError, compiled, root
from ..fhirpath.equality import Items
from ..fhirpath.evaluator import Expression
from .dependencies import Reads, reads
from .model import Formula, Item, Questionnaire

Json = Any

_BASIC = ("resource", "rootResource", "questionnaire", "context", "qitem")


@dataclass(slots=True)
class Level:
    """An item (``None``: the whole form) and the element of the response that belongs to it."""

    variables: Sequence[Formula]
    focus: Items


class Variables(Mapping[str, object]):
    """The variables in scope at one place; each is evaluated when it is first asked for."""

    def __init__(
        self, book: "FormulaBook", fixed: Mapping[str, object], levels: list[Level]
    ) -> None:
        self._book = book
        self._fixed = fixed
        self._levels = levels
        self._values: dict[tuple[int, str], Items] = {}

    def __getitem__(self, name: str) -> object:
        if name in self._fixed:
            return self._fixed[name]
        for depth in range(len(self._levels) - 1, -1, -1):
            for formula in self._levels[depth].variables:
                if formula.name == name:
                    return self._value(depth, formula)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self._fixed or any(
            formula.name == name for level in self._levels for formula in level.variables
        )

    def __iter__(self) -> Iterator[str]:
        yield from self._fixed
        for level in self._levels:
            yield from (formula.name for formula in level.variables)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _value(self, depth: int, formula: Formula) -> Items:
        key = depth, formula.name
        if key not in self._values:
            # Empty while it is being evaluated: a variable that asks for itself ends here.
            self._values[key] = []
            expression = self._book.expression(formula)
            level = self._levels[depth]
            # A variable sees those of its own level and above, not those of the asking item.
            inner = Variables(self._book, self._at(depth), self._levels[: depth + 1])
            inner._values = self._values
            if expression is not None:
                try:
                    environment = self._book.environment(inner)
                    self._values[key] = expression.evaluate(environment, level.focus)
                except FhirPathError:
                    pass
        return self._values[key]

    def _at(self, depth: int) -> Mapping[str, object]:
        return {**self._fixed, "context": self._levels[depth].focus}


@dataclass
class FormulaBook:
    """The expressions of one questionnaire, compiled once, and what each of them reads."""

    questionnaire: Questionnaire
    now: datetime
    _expressions: dict[str, Expression | None] = field(default_factory=dict)
    _cache: dict[str, object] = field(default_factory=dict)
    _reads: dict[tuple[str, str], Reads] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {formula.name for formula in self.questionnaire.variables}
        names |= {formula.name for each in self.questionnaire.walk() for formula in each.variables}
        dashed = sorted((name for name in names if "-" in name), key=len, reverse=True)
        # %has-fever is a subtraction to FHIRPath, but forms mean their variable.
        self._dashed = (
            re.compile("%(" + "|".join(map(re.escape, dashed)) + r")(?![\w-])") if dashed else None
        )

    def expression(self, formula: Formula) -> Expression | None:
        """The compiled expression; ``None`` when this engine cannot evaluate it."""
        text = formula.expression
        if text not in self._expressions or not formula.is_fhirpath:
            if not formula.is_fhirpath:
                return None
            written = self._dashed.sub(r"%`\1`", text) if self._dashed else text
            try:
                self._expressions[text] = compiled(written)
            except FhirPathError:
                self._expressions[text] = None
        return self._expressions[text]

    def environment(self, variables: Mapping[str, object]) -> Environment:
        """The surroundings of one evaluation."""
        return Environment(variables, self.now, self._cache)

    def levels(self, item: Item | None, focuses: Sequence[Items]) -> list[Level]:
        """The form, the items above ``item`` and itself, with the elements that belong to them."""
        chain: list[Questionnaire | Item] = [self.questionnaire]
        if item is not None:
            chain += [*self.questionnaire.ancestors[item.key], item]
        return [Level(each.variables, focus) for each, focus in zip(chain, focuses, strict=True)]

    def evaluate(
        self,
        formula: Formula,
        item: Item | None,
        response: Mapping[str, Json],
        focuses: Sequence[Items],
    ) -> Items:
        """The items that ``formula`` of ``item`` gives.

        ``focuses`` are the elements of the response from its root down to the item.
        Raises `FhirPathError`.
        """
        expression = self.expression(formula)
        if expression is None:
            raise FhirPathError("expression not understood")
        fixed: dict[str, object] = {
            "resource": [focuses[0][0]] if focuses and focuses[0] else root(response),
            "questionnaire": self.questionnaire.source,
            "context": focuses[-1],
        }
        fixed["rootResource"] = fixed["resource"]
        if item is not None:
            fixed["qitem"] = [Element(item.source, "BackboneElement", "item")]
        variables = Variables(self, fixed, self.levels(item, focuses))
        return expression.evaluate(self.environment(variables), focuses[-1])

    def reads(self, formula: Formula, item: Item | None) -> Reads:
        """What ``formula`` of ``item`` reads, its variables included."""
        place = item.key if item else ""
        if (found := self._reads.get((formula.expression, place))) is None:
            found = self._all_reads(formula, item)
            self._reads[formula.expression, place] = found
        return found

    def _all_reads(self, formula: Formula, item: Item | None) -> Reads:
        in_scope: dict[str, Formula] = {}
        for variables in (
            self.questionnaire.variables,
            *(each.variables for each in self._chain(item)),
        ):
            in_scope |= {variable.name: variable for variable in variables}
        link_ids: set[str] = set()
        named: set[str] = set()
        context, waiting, seen = False, [formula], set[str]()
        while waiting:
            expression = self.expression(waiting.pop())
            if expression is None:
                continue
            found = reads(expression.node, self.questionnaire.below)
            if found.link_ids is None:
                return Reads(
                    None, frozenset(), context or found.context or self._any_context(in_scope)
                )
            link_ids |= found.link_ids
            named |= found.named
            context = context or found.context
            new = (found.variables - seen) & in_scope.keys()
            seen |= new
            waiting += [in_scope[name] for name in new]
        return Reads(frozenset(link_ids), frozenset(seen), context, frozenset(named))

    def _any_context(self, in_scope: Mapping[str, Formula]) -> bool:
        return any(
            expression is not None and reads(expression.node, self.questionnaire.below).context
            for expression in map(self.expression, in_scope.values())
        )

    def _chain(self, item: Item | None) -> tuple[Item, ...]:
        return () if item is None else (*self.questionnaire.ancestors[item.key], item)
