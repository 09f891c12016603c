"""What a frozen score would be today, and which of its inputs changed since (RESULT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from bihuan.assessment.models import Freeze, FrozenScore
from bihuan.assessment.rules.scoring import Score
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.audit.cached import cached_on
from bihuan.audit.event_versions import one_reading
from bihuan.figures.engine import FACT_APPS

from .assessed import Assessment, SubjectTerms, sheet_assessed
from .board import question_of
from .decided import decided
from .frozen import assessment_of, latest_terms, sheet_of


@dataclass(frozen=True)
class ChangedInput:
    """A figure that has another value now than when it was frozen; None where nobody knew."""

    name: str
    label: str
    was: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class WouldBe:
    """The score of the same period under the same scheme, by what is known now."""

    score: Score | None
    changed: list[ChangedInput]
    terms_changed: bool

    @property
    def differs(self) -> bool:
        return bool(self.changed) or self.terms_changed


def would_be(row: FrozenScore, today: date) -> WouldBe:
    """Return what a frozen score would be today; without a score if the subject is no longer
    assessed on the sheet at all. Exemptions and adjustments are compared with those of the score
    that stands.
    """
    sheet = sheet_of(stored_scheme(row.freeze.scheme), row)
    scores = _today(row.freeze_id, row.sheet, today, str(get_language()))
    fresh = next((each for each in scores if each.ranked.score.key == row.key), None)
    was = assessment_of(row, sheet).subject
    if fresh is None or fresh.subject is None or was is None:
        return WouldBe(None, [], terms_changed=False)
    changed = [
        ChangedInput(name, spec.label, was.known.get(spec), fresh.subject.known.get(spec))
        for name, spec in sheet.named_specs.items()
        if was.known.get(spec) != fresh.subject.known.get(spec)
    ]
    now = SubjectTerms(fresh.subject.exempt, fresh.subject.adjustments)
    return WouldBe(fresh.ranked.score, changed, _said(latest_terms(row)) != _said(now))


def _said(terms: SubjectTerms) -> tuple[object, object]:
    points = [(each.points, each.reason) for each in terms.adjustments]
    return dict(terms.exempt), sorted(points)


@cached_on(*FACT_APPS, "matters", "factors", "visits", "funding", "assessment", slots=24)
@one_reading()
def _today(freeze_pk: int, sheet_id: str, today: date, language: str) -> list[Assessment]:
    """Labels and reasons are words of a language, so each language has its own answer."""
    freeze = Freeze.objects.get(pk=freeze_pk)
    scheme, month = stored_scheme(freeze.scheme), freeze.of_month
    sheet = next(each for each in scheme.sheets if each.id == sheet_id)
    return sheet_assessed(scheme, sheet, question_of(month, today), decided=decided(month))
