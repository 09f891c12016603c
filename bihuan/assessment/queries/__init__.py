"""Scores and what they rest on."""

from .assessed import Assessment, SubjectTerms, assessed
from .board import board, question_of, scheme_of
from .commitments import Commitments, commitments
from .decided import decided
from .explained import ExplainedScore, explained
from .frozen import FinalScore, final_scores, frozen, listed
from .frozen_of import FrozenBeside, frozen_beside
from .inputs import graded
from .measured_noise import noise_of
from .sight import seen_by
from .today import would_be

__all__ = [
    "Assessment",
    "Commitments",
    "ExplainedScore",
    "FinalScore",
    "FrozenBeside",
    "SubjectTerms",
    "assessed",
    "board",
    "commitments",
    "decided",
    "explained",
    "final_scores",
    "frozen",
    "frozen_beside",
    "graded",
    "listed",
    "noise_of",
    "question_of",
    "scheme_of",
    "seen_by",
    "would_be",
]
