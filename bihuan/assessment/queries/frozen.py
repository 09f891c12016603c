"""Scores as they were frozen, in the same shapes as those of today (RESULT-1, RESULT-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bihuan.accounts.models import User
from bihuan.assessment.kinds import AssessedPeriod, Lines
from bihuan.assessment.models import Freeze, FrozenScore, ScoreRestatement
from bihuan.assessment.rules.ranking import Ranked, ranked
from bihuan.assessment.rules.results import Listing, listings
from bihuan.assessment.rules.scheme import InputSpec, Scheme, ScoreSheet
from bihuan.assessment.rules.scoring import (
    Graded,
    Score,
    ScoreAdjustment,
    ScoreLine,
    score_of,
    size_groups,
)
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.figures.kinds import Unit
from bihuan.kit.errors import DamagedValue
from bihuan.kit.months import Month
from bihuan.projects.kinds import ProjectClass

from .assessed import Assessment, SubjectTerms
from .inputs import SheetFacts


@dataclass(frozen=True)
class FinalScore:
    """A frozen score, beside it the one that stands now: restated if an appeal was upheld."""

    row: FrozenScore
    frozen: Assessment
    now: Ranked
    exempt: Mapping[str, str]
    is_restated: bool


def frozen(
    month: Month, period: AssessedPeriod = AssessedPeriod.MONTH, *, sheet: str = ""
) -> list[Assessment]:
    """Return the scores of a period as they were frozen, as `assessed` would; none if they were
    not frozen.
    """
    found = Freeze.objects.filter(month=month.first_day, period=period).first()
    if found is None:
        return []
    scheme = stored_scheme(found.scheme)
    rows = found.scores.filter(sheet=sheet) if sheet else found.scores.all()
    return [assessment_of(row, sheet_of(scheme, row)) for row in rows]


def sheet_of(scheme: Scheme, row: FrozenScore) -> ScoreSheet:
    """Return the sheet on which a frozen score stands. Raises DamagedValue if there is none."""
    for sheet in scheme.sheets:
        if sheet.id == row.sheet:
            return sheet
    raise DamagedValue("assessment.FrozenScore.sheet")


def assessment_of(row: FrozenScore, sheet: ScoreSheet) -> Assessment:
    """Return a frozen row as the score that it was."""
    score = Score(
        row.key,
        row.label,
        sheet,
        lines_of(row.lines),
        row.reason,
        row.grade,
        row.size_group,
    )
    place = Ranked(score, row.rank, row.first_rank, row.last_rank, row.number)
    kind = ProjectClass(row.project_class) if row.project_class else None
    return Assessment(place, kind, graded_of(row, sheet))


def lines_of(stored: Iterable[Mapping[str, Any]]) -> tuple[ScoreLine, ...]:
    """Return the lines of a score as they were stored."""
    return tuple(
        ScoreLine(
            each["id"],
            each["title"],
            Decimal(each["points"]),
            Decimal(each["max"]),
            each["clause"],
            Lines(each["kind"]),
            {n: None if v is None else Decimal(v) for n, v in each["inputs"].items()},
            each["applies"],
            each["note"],
        )
        for each in stored
    )


def terms_of(row: FrozenScore | ScoreRestatement) -> SubjectTerms:
    """Return what had been decided when a score was made."""
    given = (
        ScoreAdjustment(each["id"], Decimal(each["points"]), each["clause"], each["reason"])
        for each in row.adjustments
    )
    return SubjectTerms(dict(row.exempt), tuple(given))


def graded_of(row: FrozenScore, sheet: ScoreSheet, terms: SubjectTerms | None = None) -> Graded:
    """Return what was known of a subject, under the terms of then or others."""
    specs = sheet.named_specs
    known: dict[InputSpec, Decimal] = {}
    unknown: dict[InputSpec, str] = {}
    for name, said in row.known.items():
        if said["value"] is None:
            unknown[specs[name]] = said["why"]
        else:
            known[specs[name]] = Decimal(said["value"])
    held = terms or terms_of(row)
    return Graded(row.key, row.label, known, unknown, held.exempt, held.adjustments)


def facts_of(rows: Iterable[FrozenScore], sheet: ScoreSheet) -> SheetFacts:
    """Return the facts of a sheet as they were frozen: scored again they give the same scores."""
    specs, found = sheet.named_specs, SheetFacts([], {}, {})
    for row in rows:
        found.subjects.append(graded_of(row, sheet))
        if row.project_class:
            found.classes[row.key] = ProjectClass(row.project_class)
        for name, said in row.known.items():
            if said["unit"]:
                found.units[specs[name]] = Unit(said["unit"])
    return found


def restated_score(row: FrozenScore, terms: SubjectTerms) -> Score:
    """Return the score that a frozen one becomes under other terms, beside the others of its group
    as they were.
    """
    sheet = sheet_of(stored_scheme(row.freeze.scheme), row)
    others = row.freeze.scores.filter(sheet=row.sheet)
    subjects = facts_of(others, sheet).subjects
    group = size_groups(sheet, subjects)[row.size_group]
    return score_of(sheet, graded_of(row, sheet, terms), group, row.size_group)


def latest_terms(row: FrozenScore) -> SubjectTerms:
    """Return the terms of the score that stands now."""
    last = row.restatements.last()
    return terms_of(last or row)


def final_scores(freeze: Freeze, user: User | None = None) -> list[FinalScore]:
    """Return every frozen score beside the one that stands now, with its place among those; places
    are among all, whoever looks.
    """
    scheme, found = stored_scheme(freeze.scheme), []
    rows = list(freeze.scores.select_related("project", "organisation", "leader"))
    restated = {
        each.score_id: each
        for each in ScoreRestatement.objects.filter(score__freeze=freeze).order_by("pk")
    }
    seen = None if user is None else set(freeze_rows(freeze, user))
    for sheet in scheme.sheets:
        own = [row for row in rows if row.sheet == sheet.id]
        finals = [_final(row, sheet, restated.get(row.pk)) for row in own]
        scores = [score for _row, _frozen, score, _exempt in finals]
        places = ranked(scores, [(score.total, score.total) for score in scores])
        by_key = {place.score.key: place for place in places}
        lines = {
            row.key: FinalScore(row, was, by_key[row.key], exempt, row.pk in restated)
            for row, was, _score, exempt in finals
        }
        ordered = [lines[place.score.key] for place in places]
        found += [line for line in ordered if seen is None or line.row.pk in seen]
    return found


def freeze_rows(freeze: Freeze, user: User) -> Iterable[int]:
    """Return the numbers of the frozen scores that `user` sees."""
    seen = FrozenScore.objects.visible_to(user).filter(freeze=freeze)
    return seen.order_by().values_list("pk", flat=True)


def standing(final: FinalScore) -> Assessment:
    """Return the score that stands now, with what is known under its terms."""
    sheet = final.frozen.ranked.score.sheet
    subject = graded_of(final.row, sheet, latest_terms(final.row))
    return Assessment(final.now, final.frozen.kind, subject)


def _final(
    row: FrozenScore, sheet: ScoreSheet, restated: ScoreRestatement | None
) -> tuple[FrozenScore, Assessment, Score, Mapping[str, str]]:
    was = assessment_of(row, sheet)
    if restated is None:
        return row, was, was.ranked.score, row.exempt
    lines, said = lines_of(restated.lines), restated
    now = Score(row.key, row.label, sheet, lines, said.reason, said.grade, row.size_group)
    return row, was, now, said.exempt


@dataclass(frozen=True)
class ListedScore:
    """A subject on the red or black list, with the score that puts it there."""

    listing: Listing
    final: FinalScore


def listed(freeze: Freeze) -> list[ListedScore]:
    """Return the red and black lists of a freeze, of the scores that stand now, by sheet."""
    finals = final_scores(freeze)
    found: list[ListedScore] = []
    for sheet in stored_scheme(freeze.scheme).sheets:
        own = {final.row.key: final for final in finals if final.row.sheet == sheet.id}
        scores = [final.now.score for final in own.values()]
        exempt = {key: final.exempt for key, final in own.items()}
        found += [ListedScore(each, own[each.key]) for each in listings(sheet, scores, exempt)]
    return found
