"""Questionnaires of FHIR: reading, filling in, calculating, responding.

`read` a form, `support` it, fill it in a `Session`, `score` a response.  Nothing here knows of
files, screens or databases.
"""

from .answer import Answer
from .entry import NotUnderstood
from .errors import REFUSAL_TEXTS, Refusal, UnreadableQuestionnaire
from .model import Item, ItemType, Option, Questionnaire, Text
from .problems import FAULT_TEXTS, Fault, Problem
from .reading import read, read_all
from .scores import Scores, score, scores
from .session import Row, Session
from .support import NOTE_TEXTS, Finding, Level, Note, summary, support
from .tree import Path

__all__ = [
    "FAULT_TEXTS",
    "NOTE_TEXTS",
    "REFUSAL_TEXTS",
    "Answer",
    "Fault",
    "Finding",
    "Item",
    "ItemType",
    "Level",
    "NotUnderstood",
    "Note",
    "Option",
    "Path",
    "Problem",
    "Questionnaire",
    "Refusal",
    "Row",
    "Scores",
    "Session",
    "Text",
    "UnreadableQuestionnaire",
    "read",
    "read_all",
    "score",
    "scores",
    "summary",
    "support",
]
