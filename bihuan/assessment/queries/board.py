"""The scores of a month as pages show them, under the scheme in force."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from bihuan.assessment.presets import schemes_in_force
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.audit.cached import cached_on
from bihuan.audit.event_versions import one_reading
from bihuan.figures.engine import FACT_APPS
from bihuan.figures.queries import latest_month
from bihuan.figures.questions import Question
from bihuan.kit.errors import Refusal
from bihuan.kit.months import YEARS, Month, month_named
from bihuan.kit.words import gettext

from .assessed import Assessment, sheet_assessed
from .decided import decided


def scheme_of(month: Month) -> Scheme:
    """Return the scheme by which a month is assessed: the one that holds on its last day."""
    return schemes_in_force().on(month.last_day)


def question_of(month: Month, today: date) -> Question:
    """Return what is asked of figures: without a day where the month is over."""
    return Question(month.year, month.number, today=None if today > month.last_day else today)


def board(month: Month, sheet: ScoreSheet, today: date) -> list[Assessment]:
    """Return the scores on one sheet of the scheme in force, best first."""
    return _board(question_of(month, today), sheet.id, str(get_language()))


@cached_on(*FACT_APPS, "matters", "factors", "visits", "funding", "assessment", slots=48)
@one_reading()
def _board(question: Question, sheet_id: str, language: str) -> list[Assessment]:
    """Reasons are words of a language, so each language has its own answer."""
    scheme = scheme_of(question.as_of)
    sheet = next(each for each in scheme.sheets if each.id == sheet_id)
    return sheet_assessed(scheme, sheet, question, decided=decided(question.as_of))


def asked_month(year: int, asked: str) -> Month:
    """Return the month that a command names ("6", "2024-06"), else the last that was run.

    Raises Refusal for what is no year of the lists, or no month of it.
    """
    if year not in YEARS:
        raise Refusal(gettext("“%s” is not a year of the lists.") % year)
    month = month_named(asked, year) if asked else Month(year, latest_month(year))
    if month is None or month.year != year:
        told = {"asked": asked, "year": year}
        raise Refusal(gettext("“%(asked)s” is no month of %(year)s.") % told)
    return month


def nobody(month: Month) -> str:
    """Return why a command prints no scores: nobody is assessed by the lists of that year."""
    return gettext("Nobody is assessed to the end of %s: nobody stands on the lists.") % month
