"""Scores: each the exact sum of its lines (ASSESS-13 to ASSESS-19). Pure: values in, scores out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from bihuan.assessment.kinds import Lines
from bihuan.kit.words import get_language, gettext, joined

from .groups import GroupValues
from .item_points import ItemPoints, Row, SheetColumns, rounded
from .point_rules import NOTHING
from .scheme import InputSpec, SchemeItem, ScoreSheet, Veto
from .sheet_sums import Points, SheetSums

Known = Mapping[InputSpec, Decimal]
Groups = Mapping[InputSpec, GroupValues]


@dataclass(frozen=True)
class ScoreAdjustment:
    """Points that a named person gave or took, with a reason."""

    id: str
    points: Decimal
    clause: str
    reason: str


@dataclass(frozen=True)
class Graded:
    """Who is to be scored, and what is known of them. `unknown` says why a figure has no value;
    `exempt` names items from which the subject is excused, with the reason.
    """

    key: str
    label: str
    known: Known
    unknown: Mapping[InputSpec, str] = field(default_factory=dict)
    exempt: Mapping[str, str] = field(default_factory=dict)
    adjustments: tuple[ScoreAdjustment, ...] = ()


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a million are made
class ScoreLine:
    """One item of a score: points, and the values from which they came. `note` says why it does not
    apply, or what was bounded. Nobody changes it.
    """

    id: str
    title: str
    points: Decimal
    max: Decimal
    clause: str
    kind: Lines = Lines.ITEM
    inputs: Mapping[str, Decimal | None] = field(default_factory=dict)
    applies: bool = True
    note: str = ""


@dataclass(frozen=True)
class Score:
    """A subject's score on one sheet. `reason` says why a subject is not assessed; it has no lines
    then. `total` is the sum of the lines' points and nothing else.
    """

    key: str
    label: str
    sheet: ScoreSheet
    lines: tuple[ScoreLine, ...] = ()
    reason: str = ""
    grade: str = ""
    size_group: int = 0

    @property
    def is_assessed(self) -> bool:
        return not self.reason

    @cached_property
    def total(self) -> Decimal:
        return sum((line.points for line in self.lines), NOTHING)


def scored(sheet: ScoreSheet, subjects: Sequence[Graded]) -> list[Score]:
    """Return a score for each of the subjects, in their order; those of one size are a group."""
    scorers = {
        size: GroupScorer(sheet, groups, size)
        for size, groups in size_groups(sheet, subjects).items()
    }
    return [scorers[size_of(sheet, subject)].score(subject) for subject in subjects]


def size_groups(sheet: ScoreSheet, subjects: Sequence[Graded]) -> dict[int, Groups]:
    """Return by size what the subjects of that size have of each input that is asked of a group."""
    of_size: dict[int, list[Graded]] = {}
    for subject in subjects:
        of_size.setdefault(size_of(sheet, subject), []).append(subject)
    return {size: _groups(sheet, members) for size, members in of_size.items()}


def size_of(sheet: ScoreSheet, subject: Graded) -> int:
    return sheet.size.group(subject.known.get(sheet.size.input)) if sheet.size else 0


def _groups(sheet: ScoreSheet, subjects: Sequence[Graded]) -> Groups:
    """Return what the group has of each input of which a formula asks it; the exempt are out."""
    found: dict[InputSpec, GroupValues] = {}
    for item in sheet.items:
        for name in item.formula.rule.grouped:
            spec = item.inputs[name]
            values = [
                s.known[spec] for s in subjects if spec in s.known and item.id not in s.exempt
            ]
            if values:
                found[spec] = GroupValues(values)
    return found


def score_of(sheet: ScoreSheet, subject: Graded, groups: Groups, size: int = 0) -> Score:
    """Return the score of one subject, or the reason why there is none."""
    return GroupScorer(sheet, groups, size).score(subject)


class GroupScorer:
    """A sheet beside one group: makes the score of each of its subjects, line by line."""

    def __init__(self, sheet: ScoreSheet, groups: Groups, size: int = 0) -> None:
        self._sheet, self._size = sheet, size
        self._columns = columns = SheetColumns(sheet)
        self._items = [ItemPoints(item, groups, sheet.digits, columns) for item in sheet.items]
        self._sums = SheetSums(sheet, columns)
        self._words = _words(get_language())
        self._lacking: dict[tuple[str, ...], str] = {}

    def score(self, subject: Graded) -> Score:
        """Return the score of a subject, or the reason why there is none."""
        row = self._columns.row(subject.known)
        lines = [self._line(item, row, subject) for item in self._items]
        points = [line.points if line.applies else None for line in lines]
        reason = self._reason(points, lines, subject)
        grade = ""
        if reason:
            lines = []
        else:
            lines += self._further(points, lines, row, subject)
            grade = self._grade(points, lines)
        return Score(
            subject.key, subject.label, self._sheet, tuple(lines), reason, grade, self._size
        )

    def _line(self, each: ItemPoints, row: Row, subject: Graded) -> ScoreLine:
        item, given = each.item, each.given(row)
        if subject.exempt and item.id in subject.exempt:
            said = gettext("Exempt: %s") % subject.exempt[item.id]
            return _without(item, given, said)
        points, unbounded = each.result(row)
        if points is None:
            return _without(item, given, self._why_unknown(item, subject))
        note = "" if unbounded is None else self._words.bounded % unbounded
        return ScoreLine(
            item.id, item.title, points, item.most, item.clause, inputs=given, note=note
        )

    def _why_unknown(self, item: SchemeItem, subject: Graded) -> str:
        """Return why an item does not apply; many have one reason."""
        specs = item.inputs.values()
        why = ["" if spec in subject.known else subject.unknown.get(spec, "?") for spec in specs]
        key = (item.id, *why)
        if key not in self._lacking:
            self._lacking[key] = _why_unknown(item, subject)
        return self._lacking[key]

    def _reason(self, points: Points, lines: Sequence[ScoreLine], subject: Graded) -> str:
        """Return why the subject is not assessed (ASSESS-14); "" if it is."""
        place = self._sums.lacks(points, subject.exempt)
        if place is not None:
            line = lines[place]
            return gettext("%(of)s: %(value)s") % {"of": line.title, "value": line.note}
        applying = self._sums.applying(points)
        if self._sums.is_enough(applying):
            return ""
        return gettext("Items of %(applying)s of %(total)s points are known, too few.") % {
            "applying": applying,
            "total": self._sheet.total,
        }

    def _further(
        self, points: Points, lines: Sequence[ScoreLine], row: Row, subject: Graded
    ) -> list[ScoreLine]:
        """Return the lines that are of no item."""
        found = [
            ScoreLine(f"block:{block.id}", block.title, over, NOTHING, block.clause, Lines.BLOCK)
            for block, over in self._sums.over_blocks(points)
        ]
        found += self._reweighting(points)
        found += [_adjusted(each) for each in subject.adjustments]
        reached = _sum((*lines, *found))
        over = self._sums.over(reached)
        if over:
            title = self._words.bound
            found.append(ScoreLine("cap", title, over, NOTHING, "ASSESS-18", Lines.CAP))
        for veto, taken in self._sums.vetoed(reached + over, row, subject.exempt):
            found.append(_vetoed(veto, taken, subject.known))
        return found

    def _reweighting(self, points: Points) -> Iterable[ScoreLine]:
        found = self._sums.reweighted(points)
        if found is None:
            return
        pairs = zip(self._sheet.items, points, strict=True)
        names = "、".join(i.title for i, each in pairs if i.shares_weight and each is None)
        note = self._words.not_applicable % {"names": names, "away": found.away}
        yield ScoreLine(
            "reweighting",
            self._words.reweighting,
            rounded(found.points, self._sheet.digits),
            found.away,
            "ASSESS-16",
            Lines.REWEIGHTING,
            note=note,
        )

    def _grade(self, points: Points, lines: Sequence[ScoreLine]) -> str:
        """Return the name of the score; each block that is not passed lowers it by one
        (ASSESS-15).
        """
        sheet = self._sheet
        if not sheet.grades:
            return ""
        reached = _sum(lines)
        places = [place for place, grade in enumerate(sheet.grades) if reached >= grade.at_least]
        missed = self._sums.missed_blocks(points)
        place = (places[0] if places else len(sheet.grades)) + missed
        barred = sheet.no_grade_from is not None and missed >= sheet.no_grade_from
        if place < len(sheet.grades) and not barred:
            return sheet.grades[place].title
        return self._words.no_grade


class _ScoreWords:
    """What lines say, in the reader's language: asked for once, not for every group."""

    def __init__(self) -> None:
        self.bounded = gettext("Bounded; without bounds %s.")
        self.bound = gettext("Bound of the score")
        self.reweighting = gettext("Re-weighting")
        self.not_applicable = gettext(
            "%(names)s: not applicable; %(away)s points go to the others."
        )
        self.no_grade = gettext("No grade")


@cache
def _words(language: str | None) -> _ScoreWords:
    return _ScoreWords()


def _without(item: SchemeItem, given: Mapping[str, Decimal | None], note: str) -> ScoreLine:
    """Return the line of an item that does not apply."""
    return ScoreLine(
        item.id,
        item.title,
        NOTHING,
        item.most,
        item.clause,
        inputs=given,
        applies=False,
        note=note,
    )


def _why_unknown(item: SchemeItem, subject: Graded) -> str:
    """Return why, naming each figure that lacks once."""
    lacking: dict[str, list[str]] = {}
    for spec in item.inputs.values():
        if spec not in subject.known:
            why = subject.unknown.get(spec) or gettext("not known")
            lacking.setdefault(why, []).append(spec.label)
    told = [
        gettext("%(of)s: %(value)s") % {"of": joined(labels), "value": why}
        for why, labels in lacking.items()
    ]
    return gettext("; ").join(told) or gettext("What it is divided by is nought.")


def _adjusted(each: ScoreAdjustment) -> ScoreLine:
    return ScoreLine(
        f"adjustment:{each.id}",
        gettext("Adjustment"),
        each.points,
        NOTHING,
        each.clause,
        Lines.ADJUSTMENT,
        note=each.reason,
    )


def _vetoed(veto: Veto, over: Decimal, known: Known) -> ScoreLine:
    given = {name: known.get(spec) for name, spec in veto.inputs.items()}
    return ScoreLine(f"veto:{veto.id}", veto.title, over, NOTHING, veto.clause, Lines.VETO, given)


def _sum(lines: Iterable[ScoreLine]) -> Decimal:
    return sum((line.points for line in lines), NOTHING)
