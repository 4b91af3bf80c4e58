"""FHIRPath (N1) with the supplements of Structured Data Capture, for FHIR R4 as parsed JSON."""

from .element import Element, root
from .errors import FhirPathError, FhirPathSyntaxError, UndefinedVariable, UnknownFunction
from .evaluator import Expression, compiled, to_json
from .parser import parse
from .scope import Environment
from .syntax import to_text

__all__ = [
    "Element",
    "Environment",
    "Expression",
    "FhirPathError",
    "FhirPathSyntaxError",
    "UndefinedVariable",
    "UnknownFunction",
    "compiled",
    "parse",
    "root",
    "to_json",
    "to_text",
]
