"""Scores and what they rest on."""

from .assessed import Assessment, SubjectTerms, assessed
from .board import board, question_of, scheme_of
from .inputs import graded
from .sight import seen_by

__all__ = [
    "Assessment",
    "SubjectTerms",
    "assessed",
    "board",
    "graded",
    "question_of",
    "scheme_of",
    "seen_by",
]
