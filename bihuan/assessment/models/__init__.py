"""What assessment keeps: scores frozen and what follows from them; schemes as they are drafted."""

from .results import (
    AssessmentTerm,
    Freeze,
    FrozenScore,
    OfSubject,
    OfSubjectQuerySet,
    ResultEntry,
    ScoreAppeal,
    ScoreRestatement,
    TermRevocation,
)
from .schemes import AdoptedScheme, SchemeDraft, SchemeEdition

__all__ = [
    "AdoptedScheme",
    "AssessmentTerm",
    "Freeze",
    "FrozenScore",
    "OfSubject",
    "OfSubjectQuerySet",
    "ResultEntry",
    "SchemeDraft",
    "SchemeEdition",
    "ScoreAppeal",
    "ScoreRestatement",
    "TermRevocation",
]
