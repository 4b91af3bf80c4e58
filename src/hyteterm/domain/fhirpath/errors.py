"""What can go wrong with an expression."""


class FhirPathError(Exception):
    """An expression cannot be read or evaluated.

    The text names the construct (a function, a variable, an operator) and never a value, because
    values are answers of a client.
    """


class FhirPathSyntaxError(FhirPathError):
    """The text is no FHIRPath; `position` is the index of the character where reading stopped."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at {position})")
        self.position = position


class UnknownFunction(FhirPathError):
    """A function that this engine does not have."""


class UndefinedVariable(FhirPathError):
    """A ``%name`` that is not in scope."""
