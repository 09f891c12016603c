"""Scores and what they rest on."""

from .assessed import Terms, assessed
from .inputs import graded

__all__ = ["Terms", "assessed", "graded"]
