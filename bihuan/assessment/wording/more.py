"""What would have made a score more, as sentences (ASSESS-22)."""

from __future__ import annotations

from bihuan.assessment.rules.why import MoreOfItem
from bihuan.kit.words import gettext

from .steps import brief
from .values import InputWords, number


def more_in_words(more: MoreOfItem) -> str:
    """Return by how much a value would have to differ, and what that brings."""
    words, move = InputWords(more.spec), more.move
    said = {
        "of": words.name,
        "change": words.amount(abs(move.change)),
        "value": words.value(brief(move.value)),
        "points": number(more.gain),
    }
    if words.is_counted:
        sentence = (
            gettext("%(of)s %(change)s more (%(value)s): %(points)s points more.")
            if move.change > 0
            else gettext("%(of)s %(change)s fewer (%(value)s): %(points)s points more.")
        )
    else:
        sentence = (
            gettext("%(of)s %(change)s higher (%(value)s): %(points)s points more.")
            if move.change > 0
            else gettext("%(of)s %(change)s lower (%(value)s): %(points)s points more.")
        )
    return sentence % said
