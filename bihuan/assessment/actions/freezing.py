"""Freezing the scores of a period: every score, line and input, and the scheme (RESULT-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import AssessedPeriod
from bihuan.assessment.models import Freeze, FrozenScore
from bihuan.assessment.presets import schemes_in_force
from bihuan.assessment.queries import decided, noise_of, question_of, scheme_of
from bihuan.assessment.queries.assessed import Assessment, facts_assessed
from bihuan.assessment.queries.inputs import DIMENSIONS, SheetFacts, graded
from bihuan.assessment.rules import freezing as rules
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.scoring import Graded, ScoreLine
from bihuan.assessment.rules.stored_schemes import digest_of, to_plain
from bihuan.assessment.subjects import COLUMNS
from bihuan.audit.log import record
from bihuan.figures.questions import Question
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.workdays import add_workdays
from bihuan.kit.writing import action
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round

BATCH = 500
AssessedSheet = tuple[ScoreSheet, SheetFacts, list[Assessment]]


@action
def freeze_scores(*, period: AssessedPeriod, month: Month, by: User, at: datetime) -> Freeze:
    """Freeze the scores of the period that ends with `month`, on every sheet of the scheme in
    force. Raises Refusal if it is not over, a round so far is not locked, nobody is assessed, or
    it was frozen before (RESULT-2, RESULT-3).
    """
    require(by, Can.SCORE_FREEZE)
    today = local_day(at)
    rules.check_period(period, month, today=today)
    before = Freeze.objects.filter(period=period, month=month.first_day)
    rules.check_once(next((str(each.frozen_by) for each in before), None))
    was_opened = Round.objects.filter(month=month.first_day).exists()
    rules.check_rounds(_unlocked(month), month, was_opened=was_opened)
    scheme = scheme_of(month)
    noise = noise_of(scheme, month)
    found = _assessed(scheme, question_of(month, today), noise.percent)
    scored = sum(each.ranked.score.is_assessed for *_rest, scores in found for each in scores)
    rules.check_scored(scored)
    stored = to_plain(scheme)
    made = Freeze.objects.create(
        period=period,
        month=month.first_day,
        scheme_name=schemes_in_force().name_on(month.last_day),
        scheme_title=scheme.title,
        scheme_version=scheme.version,
        scheme=stored,
        scheme_digest=digest_of(stored),
        noise_percent=noise.percent,
        noise_corrections=noise.corrections if noise.is_measured else 0,
        appeals_until=add_workdays(today, scheme.appeal_workdays),
        frozen_by=by,
        frozen_at=at,
    )
    rows = [_row(made, s, facts, each) for s, facts, scores in found for each in scores]
    FrozenScore.objects.bulk_create(rows, batch_size=BATCH)
    note = {"period": period, "month": month.first_day, "scores": scored, "of": len(rows)}
    record("scores.frozen", made, by=by, at=at, **note, scheme=made.scheme_digest)
    return made


def _assessed(scheme: Scheme, question: Question, noise: Decimal) -> list[AssessedSheet]:
    """Return the scores of every sheet; what they say in words is in the office's language."""
    terms = decided(question.as_of)
    found: list[AssessedSheet] = []
    with override("zh-hans"):
        for sheet in scheme.sheets:
            if sheet.who in DIMENSIONS:
                facts = graded(sheet, question)
                scores = facts_assessed(scheme, sheet, facts, terms, noise)
                found.append((sheet, facts, scores))
    return found


def _unlocked(month: Month) -> list[Month]:
    rounds = Round.objects.filter(month__year=month.year, month__lte=month.first_day).exclude(
        state=RoundState.LOCKED
    )
    return [Month.of(day) for day in rounds.order_by("month").values_list("month", flat=True)]


def _row(made: Freeze, sheet: ScoreSheet, facts: SheetFacts, each: Assessment) -> FrozenScore:
    place, score = each.ranked, each.ranked.score
    assert each.subject is not None
    return FrozenScore(
        freeze=made,
        sheet=sheet.id,
        who=sheet.who,
        label=score.label[:300],
        project_class=each.kind or "",
        total=format(score.total, "f") if score.is_assessed else "",
        grade=score.grade,
        reason=score.reason,
        size_group=score.size_group,
        rank=place.rank,
        first_rank=place.first,
        last_rank=place.last,
        number=place.number,
        lines=stored_lines(score.lines),
        known=_known(sheet, facts, each.subject),
        **stored_terms(each.subject),
        **{COLUMNS[sheet.who]: int(score.key)},
    )


def stored_lines(lines: Iterable[ScoreLine]) -> list[dict[str, Any]]:
    """Return the lines of a score as they are stored."""
    return [to_plain(line) for line in lines]


def stored_terms(subject: Graded) -> dict[str, Any]:
    """Return what was decided of a subject as it is stored."""
    return {
        "exempt": dict(subject.exempt),
        "adjustments": [to_plain(each) for each in subject.adjustments],
    }


def _known(sheet: ScoreSheet, facts: SheetFacts, subject: Graded) -> dict[str, Any]:
    return {
        name: {
            "figure": spec.source,
            "value": to_plain(subject.known.get(spec)),
            "why": subject.unknown.get(spec, ""),
            "unit": facts.units[spec].value if spec in facts.units else "",
        }
        for name, spec in sheet.named_specs.items()
    }
