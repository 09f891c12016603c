"""Scores: each the exact sum of its lines (ASSESS-13 to ASSESS-19). Pure: values in, scores out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from bihuan.assessment.kinds import Lines, Missing
from bihuan.kit.words import gettext, joined

from .groups import GroupValues
from .point_rules import NOTHING, bounded
from .scheme import HUNDRED, InputSpec, SchemeItem, ScoreBlock, ScoreSheet

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


@dataclass(frozen=True)
class ScoreLine:
    """One item of a score: points, and the values from which they came. `note` says why it does not
    apply, or what was bounded.
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

    @property
    def total(self) -> Decimal:
        return sum((line.points for line in self.lines), NOTHING)


def scored(sheet: ScoreSheet, subjects: Sequence[Graded]) -> list[Score]:
    """Return a score for each of the subjects, in their order; those of one size are a group."""
    groups = size_groups(sheet, subjects)
    return [
        score_of(sheet, subject, groups[size], size)
        for subject in subjects
        for size in [size_of(sheet, subject)]
    ]


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
    lines = [_line(item, subject, groups, sheet.digits) for item in sheet.items]
    reason = _reason(sheet, lines, subject)
    if reason:
        return Score(subject.key, subject.label, sheet, reason=reason, size_group=size)
    lines += _block_lines(sheet, lines)
    lines += _reweighting(sheet, lines)
    lines += [_adjusted(each) for each in subject.adjustments]
    lines += _capped(sheet, lines)
    lines += _vetoed(sheet, lines, subject)
    grade = _grade(sheet, lines)
    return Score(subject.key, subject.label, sheet, tuple(lines), grade=grade, size_group=size)


def _line(
    item: SchemeItem,
    subject: Graded,
    groups: Groups,
    digits: int,
) -> ScoreLine:
    given = {name: subject.known.get(spec) for name, spec in item.inputs.items()}
    known = {name: value for name, value in given.items() if value is not None}
    line = ScoreLine(item.id, item.title, NOTHING, item.most, item.clause, inputs=given)
    if item.id in subject.exempt:
        said = gettext("Exempt: %s") % subject.exempt[item.id]
        return replace(line, applies=False, note=said)
    if not item.formula.rule.has_values(known):
        return replace(line, applies=False, note=_why_unknown(item, subject, known))
    of_group = {
        name: groups[item.inputs[name]]
        for name in item.formula.rule.grouped
        if item.inputs[name] in groups
    }
    exact = item.formula.rule.points(known, of_group)
    points = rounded(bounded(exact, item.least, item.most), digits)
    note = gettext("Bounded; without bounds %s.") % rounded(exact, digits)
    return replace(line, points=points, note=note if rounded(exact, digits) != points else "")


def rounded(points: Decimal, digits: int) -> Decimal:
    """Return points rounded half up, once."""
    return points.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def _why_unknown(item: SchemeItem, subject: Graded, known: Mapping[str, Decimal]) -> str:
    """Return why, naming each figure that lacks once."""
    lacking: dict[str, list[str]] = {}
    for name, spec in item.inputs.items():
        if name not in known:
            why = subject.unknown.get(spec) or gettext("not known")
            lacking.setdefault(why, []).append(spec.label)
    told = [
        gettext("%(of)s: %(value)s") % {"of": joined(labels), "value": why}
        for why, labels in lacking.items()
    ]
    return gettext("; ").join(told) or gettext("What it is divided by is nought.")


def _reason(sheet: ScoreSheet, lines: Sequence[ScoreLine], subject: Graded) -> str:
    """Return why the subject is not assessed (ASSESS-14); "" if it is."""
    for item, line in zip(sheet.items, lines, strict=True):
        wanted = item.missing is Missing.REQUIRED and item.id not in subject.exempt
        if wanted and not line.applies:
            return gettext("%(of)s: %(value)s") % {"of": item.title, "value": line.note}
    applying = _weight(sheet, lines, applies=True)
    if applying * HUNDRED < sheet.total * sheet.known_percent:
        return gettext("Items of %(applying)s of %(total)s points are known, too few.") % {
            "applying": applying,
            "total": sheet.total,
        }
    return ""


def _weight(sheet: ScoreSheet, lines: Sequence[ScoreLine], *, applies: bool) -> Decimal:
    """Return the weight of the items that apply, or do not."""
    pairs = zip(sheet.items, lines, strict=False)  # lines of no item come after
    return sum((item.max for item, line in pairs if line.applies is applies), NOTHING)


def _block_lines(sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> Iterable[ScoreLine]:
    for block in sheet.blocks:
        reached = _block_sum(block, lines)
        over = bounded(reached, block.least, block.most) - reached
        if over:
            yield ScoreLine(
                f"block:{block.id}", block.title, over, NOTHING, block.clause, Lines.BLOCK
            )


def _block_sum(block: ScoreBlock, lines: Sequence[ScoreLine]) -> Decimal:
    return sum((line.points for line in lines if line.id in block.items), NOTHING)


@dataclass(frozen=True)
class SharedWeight:
    """The weight of items that do not apply (`away`), of those that do (`stays`), and the points
    won within the latter.
    """

    won: Decimal
    away: Decimal
    stays: Decimal
    away_titles: tuple[str, ...]

    @property
    def points(self) -> Decimal:
        return max(self.won, NOTHING) * self.away / self.stays


def shared_weight(sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> SharedWeight | None:
    """Return the weight that goes to others; None if there is none, or nobody to take it. `lines`
    begin with those of the sheet's items, in their order.
    """
    shared = [(i, ln) for i, ln in zip(sheet.items, lines, strict=False) if i.shares_weight]
    away = sum((item.max for item, line in shared if not line.applies), NOTHING)
    stays = sum((item.max for item, line in shared if line.applies), NOTHING)
    if not away or not stays:
        return None
    won = sum((min(line.points, item.max) for item, line in shared if line.applies), NOTHING)
    titles = tuple(line.title for _item, line in shared if not line.applies)
    return SharedWeight(won, away, stays, titles)


def _reweighting(sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> Iterable[ScoreLine]:
    """Give the weight of items that do not apply to those that do, in their proportion: each point
    won within an item's weight counts for more (ASSESS-16).
    """
    shared = shared_weight(sheet, lines)
    if shared is None:
        return
    yield ScoreLine(
        "reweighting",
        gettext("Re-weighting"),
        rounded(shared.points, sheet.digits),
        shared.away,
        "ASSESS-16",
        Lines.REWEIGHTING,
        note=gettext("%(names)s: not applicable; %(away)s points go to the others.")
        % {"names": "、".join(shared.away_titles), "away": shared.away},
    )


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


def _sum(lines: Iterable[ScoreLine]) -> Decimal:
    return sum((line.points for line in lines), NOTHING)


def _capped(sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> Iterable[ScoreLine]:
    reached = _sum(lines)
    over = bounded(reached, sheet.least, sheet.most) - reached
    if over:
        yield ScoreLine("cap", gettext("Bound of the score"), over, NOTHING, "ASSESS-18", Lines.CAP)


def _vetoed(sheet: ScoreSheet, lines: Sequence[ScoreLine], subject: Graded) -> Iterable[ScoreLine]:
    reached = _sum(lines)
    for veto in sheet.vetoes:
        given = {name: subject.known.get(spec) for name, spec in veto.inputs.items()}
        known = {name: value for name, value in given.items() if value is not None}
        holds = all(limit.is_known(known) and limit.holds(known) for limit in veto.when)
        if holds and reached > veto.most and veto.id not in subject.exempt:
            over, reached = veto.most - reached, veto.most
            yield ScoreLine(
                f"veto:{veto.id}", veto.title, over, NOTHING, veto.clause, Lines.VETO, given
            )


def _grade(sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> str:
    """Return the name of the score; each block that is not passed lowers it by one (ASSESS-15)."""
    if not sheet.grades:
        return ""
    reached = _sum(lines)
    places = [place for place, grade in enumerate(sheet.grades) if reached >= grade.at_least]
    failed = sum(_is_failed(block, sheet, lines) for block in sheet.blocks)
    place = (places[0] if places else len(sheet.grades)) + failed
    barred = sheet.no_grade_from is not None and failed >= sheet.no_grade_from
    if place < len(sheet.grades) and not barred:
        return sheet.grades[place].title
    return gettext("No grade")


def _is_failed(block: ScoreBlock, sheet: ScoreSheet, lines: Sequence[ScoreLine]) -> bool:
    """Return whether a block misses its mark, of which the share of items that apply is asked."""
    if block.pass_mark is None:
        return False
    pairs = zip(sheet.items, lines, strict=False)  # lines of no item come after
    weights = [(item.max, line.applies) for item, line in pairs if item.id in block.items]
    whole = sum((weight for weight, _applies in weights), NOTHING)
    asked = sum((weight for weight, applies in weights if applies), NOTHING)
    return _block_sum(block, lines) * whole < block.pass_mark * asked
