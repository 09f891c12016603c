"""One score explained: how each line came about, where points were lost, and what single changes
would have brought the next mark (ASSESS-28).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.assessment.kinds import Lines
from bihuan.assessment.rules.explained import LostPoints, NextMark, losses, next_marks
from bihuan.assessment.rules.scheme import InputSpec, SchemeItem, ScoreSheet
from bihuan.assessment.rules.scoring import Graded, Groups, ScoreLine, size_groups
from bihuan.assessment.rules.why import MoreOfItem, more_of_item, more_of_score
from bihuan.assessment.wording import (
    InputWords,
    item_steps,
    line_in_words,
    mark_in_words,
    more_in_words,
    reweighting_steps,
)
from bihuan.assessment.wording.steps import brief
from bihuan.kit.months import Month

from .assessed import Assessment
from .inputs import DIMENSIONS


@dataclass(frozen=True)
class ExplainedInput:
    """A value that a formula read: what it is called, as people write it, why there is none, and
    the page with its rows.
    """

    name: str
    spec: InputSpec
    value: Decimal | None
    missing: str
    address: str

    @property
    def label(self) -> str:
        return InputWords(self.spec).name

    @property
    def text(self) -> str:
        return "—" if self.value is None else InputWords(self.spec).value(brief(self.value))


@dataclass(frozen=True)
class ExplainedLine:
    """One line of a score with its rule in words, what it read, the sums from there to its points,
    and what would have brought all points of the item.
    """

    line: ScoreLine
    item: SchemeItem | None
    words: str
    inputs: Sequence[ExplainedInput]
    steps: Sequence[str]
    more: Sequence[str]

    @property
    def max(self) -> Decimal:
        return self.item.max if self.item else self.line.max


@dataclass(frozen=True)
class NearestChange:
    """The smallest change of a single value that brings a mark."""

    more: MoreOfItem

    @property
    def words(self) -> str:
        return more_in_words(self.more)


@dataclass(frozen=True)
class ReachableMark:
    """A mark above a score, and the changes of which each alone would have brought it."""

    mark: NextMark
    lacking: Decimal
    changes: Sequence[NearestChange]

    @property
    def words(self) -> str:
        return mark_in_words(self.mark)


@dataclass(frozen=True)
class ExplainedScore:
    """A score with all that explains it; without lines if the subject is not assessed."""

    lines: Sequence[ExplainedLine]
    losses: Sequence[LostPoints]
    marks: Sequence[ReachableMark]


def explained(
    each: Assessment,
    board: Iterable[Assessment],
    month: Month,
    wanted: Decimal | None = None,
) -> ExplainedScore:
    """Return one score of a board explained; `wanted` is a mark of the reader's own."""
    score, subject = each.ranked.score, each.subject
    if not score.is_assessed or subject is None:
        return ExplainedScore((), (), ())
    others = list(board)
    groups = _group(each, others)
    lines = [_line(line, each, subject, groups, month) for line in score.lines]
    of_group = (
        other.ranked.score.total
        for other in others
        if other.ranked.score.is_assessed and other.ranked.score.size_group == score.size_group
    )
    marks = [
        ReachableMark(mark, mark.points - score.total, _changes(each, subject, groups, mark))
        for mark in next_marks(score, of_group, wanted)
    ]
    return ExplainedScore(lines, losses(score), marks)


def _group(each: Assessment, others: Iterable[Assessment]) -> Groups:
    """Return what the group of a subject has of each value that is asked of a group."""
    score = each.ranked.score
    subjects = [other.subject for other in others if other.subject]
    return size_groups(score.sheet, subjects)[score.size_group]


def _changes(
    each: Assessment, subject: Graded, groups: Groups, mark: NextMark
) -> list[NearestChange]:
    score = each.ranked.score
    found = more_of_score(score.sheet, subject, groups, mark.points, score.size_group)
    return [NearestChange(more) for more in found]


def _line(
    line: ScoreLine, each: Assessment, subject: Graded, groups: Groups, month: Month
) -> ExplainedLine:
    sheet = each.ranked.score.sheet
    item = sheet.item(line.id) if line.kind is Lines.ITEM else None
    steps: Iterable[str] = ()
    more: list[MoreOfItem] = []
    if item and line.applies:
        known = {n: subject.known[s] for n, s in item.inputs.items() if s in subject.known}
        named = {n: groups[s] for n, s in item.inputs.items() if s in groups}
        steps = item_steps(item, known, named, sheet.digits)[len(known) :]
        more = more_of_item(sheet, item, subject, groups)
    elif line.kind is Lines.REWEIGHTING:
        steps = reweighting_steps(each.ranked.score)
    return ExplainedLine(
        line,
        item,
        line_in_words(line, sheet),
        list(_inputs(line, sheet, subject, month)),
        list(steps),
        [more_in_words(one) for one in more],
    )


def restated_line(line: ScoreLine, sheet: ScoreSheet) -> ExplainedLine:
    """Return a line that an appeal added, with its rule alone."""
    item = sheet.item(line.id) if line.kind is Lines.ITEM else None
    return ExplainedLine(line, item, line_in_words(line, sheet), (), (), ())


def _inputs(
    line: ScoreLine, sheet: ScoreSheet, subject: Graded, month: Month
) -> Iterator[ExplainedInput]:
    specs = sheet.named_specs
    for name, value in line.inputs.items():
        spec = specs.get(f"{line.id}.{name}")
        if spec is not None:
            missing = subject.unknown.get(spec, "") if value is None else ""
            yield ExplainedInput(
                name, spec, value, missing, rows_address(spec, sheet, subject.key, month)
            )


def rows_address(spec: InputSpec, sheet: ScoreSheet, key: str, month: Month) -> str:
    """Return the page with the rows under a value of a subject; "" where there is none."""
    if spec.awaits:
        return ""
    if spec.ledger is not None:
        return f"{reverse('assessment:ledger')}?year={month.year}"
    asked = {
        "year": month.year,
        "month": spec.month or month.number,
        "basis": spec.basis.value,
        DIMENSIONS[sheet.who].value: key,
    }
    if spec.compare:
        asked["compare"] = spec.compare.value
    return f"{reverse('figures:figure', args=[spec.figure])}?{urlencode(asked)}#rows"
