"""FHIRPath tokens → syntax tree, by operator precedence."""

from functools import lru_cache
from typing import Final, TypeVar

from .errors import FhirPathSyntaxError
from .lexer import Token, TokenKind, tokens
from .quantity import CALENDAR_UNITS, Quantity
from .syntax import (
    POLARITY,
    PRECEDENCE,
    Binary,
    Call,
    Chain,
    Empty,
    Indexer,
    Literal,
    Member,
    Node,
    Polarity,
    Special,
    TypeTest,
    Variable,
)
from .temporal import Date, DateTime, Time

MAX_DEPTH: Final = 120
"""Brackets within brackets; a deeper expression is refused rather than exhausting the stack."""

_T = TypeVar("_T", Date, DateTime, Time)


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(tokens(text))
        self._next = 0
        self._depth = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _is(self, symbol: str) -> bool:
        return self._token.kind is TokenKind.SYMBOL and self._token.text == symbol

    def _expect(self, symbol: str) -> None:
        if not self._is(symbol):
            raise FhirPathSyntaxError(f"{symbol} expected", self._token.position)
        self._next += 1

    def whole(self) -> Node:
        node = self._expression(0)
        if self._token.kind is not TokenKind.END:
            raise FhirPathSyntaxError("end of the expression expected", self._token.position)
        return node

    def _expression(self, strength: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FhirPathSyntaxError("too deeply nested", self._token.position)
        left = self._operand()
        while (operator := self._operator()) and PRECEDENCE[operator] > strength:
            self._next += 1
            if operator in ("is", "as"):
                left = TypeTest(operator, left, self._type_name())
            else:
                left = Binary(operator, left, self._expression(PRECEDENCE[operator]))
        self._depth -= 1
        return left

    def _operator(self) -> str:
        token = self._token
        known = token.kind in (TokenKind.SYMBOL, TokenKind.WORD) and token.text in PRECEDENCE
        return token.text if known else ""

    def _operand(self) -> Node:
        if self._is("-") or self._is("+"):
            operator = self._take().text
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise FhirPathSyntaxError("too deeply nested", self._token.position)
            operand = self._operand()
            self._depth -= 1
            return Polarity(operator, operand)
        return self._postfix(self._term())

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._is("."):
                self._next += 1
                node = Chain(node, self._invocation())
            elif self._is("["):
                self._next += 1
                node = Indexer(node, self._expression(0))
                self._expect("]")
            else:
                return node

    def _term(self) -> Node:
        token = self._take()
        match token.kind:
            case TokenKind.STRING:
                return Literal(token.text)
            case TokenKind.NUMBER:
                return self._number(token)
            case TokenKind.TIME:
                return Literal(self._temporal(Time.parse(token.text[1:]), token))
            case TokenKind.DATETIME if "T" in token.text:
                return Literal(self._temporal(DateTime.parse(token.text.rstrip("T")), token))
            case TokenKind.DATETIME:
                return Literal(self._temporal(Date.parse(token.text), token))
            case TokenKind.VARIABLE:
                return Variable(token.text)
            case TokenKind.WORD if token.text in ("true", "false"):
                return Literal(token.text == "true")
            case TokenKind.SYMBOL if token.text == "(":
                node = self._expression(0)
                self._expect(")")
                return node
            case TokenKind.SYMBOL if token.text == "{":
                self._expect("}")
                return Empty()
            case TokenKind.WORD | TokenKind.DELIMITED | TokenKind.SPECIAL:
                self._next -= 1
                return self._invocation()
        raise FhirPathSyntaxError("operand expected", token.position)

    @staticmethod
    def _temporal(value: _T | None, token: Token) -> _T:
        if value is None:
            raise FhirPathSyntaxError("no such date or time", token.position)
        return value

    def _number(self, token: Token) -> Node:
        number = float(token.text) if "." in token.text else int(token.text)
        after = self._token
        if after.kind is TokenKind.STRING:
            self._next += 1
            return Literal(Quantity(number, after.text))
        if after.kind is TokenKind.WORD and after.text in CALENDAR_UNITS:
            self._next += 1
            return Literal(Quantity(number, after.text))
        return Literal(number)

    def _invocation(self) -> Member | Call | Special:
        token = self._take()
        if token.kind is TokenKind.SPECIAL:
            return Special(token.text)
        if token.kind not in (TokenKind.WORD, TokenKind.DELIMITED):
            raise FhirPathSyntaxError("name expected", token.position)
        if not self._is("("):
            return Member(token.text)
        self._next += 1
        arguments = []
        if not self._is(")"):
            arguments.append(self._expression(0))
            while self._is(","):
                self._next += 1
                arguments.append(self._expression(0))
        self._expect(")")
        return Call(token.text, tuple(arguments))

    def _type_name(self) -> str:
        parts = [self._take()]
        while self._is("."):
            self._next += 1
            parts.append(self._take())
        if any(part.kind not in (TokenKind.WORD, TokenKind.DELIMITED) for part in parts):
            raise FhirPathSyntaxError("name of a type expected", parts[0].position)
        return ".".join(part.text for part in parts)


assert max(PRECEDENCE.values()) < POLARITY


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """The syntax tree of ``text``.  Raises `FhirPathSyntaxError`."""
    return _Parser(text).whole()
