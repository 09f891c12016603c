"""Plays against a scheme: which points can be won by moves that need no work (ASSESS-23).

Made subjects stand in worlds: ahead, on plan, behind, at the edges of the scheme's own thresholds.
Each move is tried on each; the highest gain of each item, and of the score, is told with its
example. Nothing is read from a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from bihuan.assessment.kinds import Taken
from bihuan.figures.kinds import Basis, Comparison
from bihuan.kit.words import gettext

from .made_projects import MadeFigures, MadeProject
from .made_worlds import MadeWorld, worlds_for
from .moves import MOVES, PaperMove
from .point_rules import NOTHING
from .scheme import HUNDRED, InputSpec, Scheme, ScoreSheet
from .scoring import Graded, Score, score_of, size_groups, size_of

SCORE = "score"
"""What the whole score is called among the items."""
STRONGEST = 6
"""So many of the moves that win most are tried two by two."""
LAST_YEAR = Decimal("0.9")
"""What a made subject had last year, of what it has now."""


@dataclass(frozen=True)
class Gain:
    """The highest gain of one item, or of the whole score, by one move."""

    sheet: str
    item: str
    move: str
    gain: Decimal
    example: str


@dataclass(frozen=True)
class _Stage:
    """A world with its subject's score before anything is moved."""

    world: MadeWorld
    before: Score


@dataclass(frozen=True)
class _Played:
    """One subject before and after a move."""

    world: MadeWorld
    before: Score
    after: Score


def attacked(scheme: Scheme) -> list[Gain]:
    """Return every move on every item of every sheet, the highest gains first."""
    found = [gain for sheet in scheme.sheets for gain in _attacked(scheme, sheet)]
    return sorted(found, key=lambda each: (-each.gain, each.sheet, each.item, each.move))


def _attacked(scheme: Scheme, sheet: ScoreSheet) -> Iterator[Gain]:
    stages = [_Stage(world, _score(sheet, world, world.subject)) for world in worlds_for(sheet)]
    stages = [stage for stage in stages if stage.before.is_assessed]
    by_move = {move.id: list(_plays(scheme, sheet, stages, (move,))) for move in MOVES}
    scores: dict[str, Gain] = {}
    for move in MOVES:
        for item in sheet.items:
            yield _best(sheet, item.id, move.id, str(move.label), by_move[move.id])
        scores[move.id] = _best(sheet, SCORE, move.id, str(move.label), by_move[move.id])
    yield from scores.values()
    strong = sorted(scores.values(), key=lambda each: -each.gain)[:STRONGEST]
    known = {move.id: move for move in MOVES}
    for one, other in combinations([known[each.move] for each in strong if each.gain > 0], 2):
        plays = list(_plays(scheme, sheet, stages, (one, other)))
        label = f"{one.label} + {other.label}"
        yield _best(sheet, SCORE, f"{one.id}+{other.id}", label, plays)


def _plays(
    scheme: Scheme, sheet: ScoreSheet, stages: Sequence[_Stage], moves: Sequence[PaperMove]
) -> Iterator[_Played]:
    for stage in stages:
        world, subject = stage.world, stage.world.subject
        for move in moves:
            subject = move.play(subject, world.month)
        if subject != world.subject:
            after = _score(_sheet_of(scheme, sheet, subject), world, subject)
            if after.is_assessed:
                yield _Played(world, stage.before, after)


def _sheet_of(scheme: Scheme, sheet: ScoreSheet, moved: MadeProject) -> ScoreSheet:
    """Return the sheet on which the moved subject is scored: another, if its class has one."""
    if not sheet.classes or moved.kind in sheet.classes:
        return sheet
    others = scheme.sheets_for(sheet.who)
    return next((each for each in others if moved.kind in each.classes), sheet)


def _score(sheet: ScoreSheet, world: MadeWorld, subject: MadeProject) -> Score:
    graded = [
        made_subject(sheet, project, world.month, world.subject if place == 0 else project)
        for place, project in enumerate((subject, *world.others))
    ]
    groups, size = size_groups(sheet, graded), size_of(sheet, graded[0])
    return score_of(sheet, graded[0], groups[size], size)


def made_subject(
    sheet: ScoreSheet, project: MadeProject, month: int, before: MadeProject
) -> Graded:
    """Return what a registry would know of a made project; `before` is that with which a comparison
    compares it.
    """
    known: dict[InputSpec, Decimal] = {}
    for spec in dict.fromkeys(sheet.specs):
        value = _value(spec, project, month, before)
        if value is not None:
            known[spec] = value / spec.divide_by
    return Graded(project.name, project.name, known)


def _value(
    spec: InputSpec, project: MadeProject, month: int, before: MadeProject
) -> Decimal | None:
    if spec.awaits or (spec.month and spec.month > month):
        return None
    at, is_original = spec.month or month, spec.basis is Basis.ORIGINAL
    value = _figure(spec.figure, MadeFigures(project, at, is_original))
    if value is None or spec.compare is None:
        return value
    base = _base(spec, before, at, is_original=is_original)
    if base is None:
        return None
    if spec.take is Taken.BASE:
        return base
    if spec.take is Taken.DIFFERENCE:
        return value - base
    return (value - base) * HUNDRED / base if base else None


def _base(spec: InputSpec, before: MadeProject, month: int, *, is_original: bool) -> Decimal | None:
    """Return what a figure of the unmoved subject was at the other time."""
    if spec.compare is Comparison.LAST_YEAR:
        value = _figure(spec.figure, MadeFigures(before, month, is_original))
        return None if value is None else value * LAST_YEAR
    at = month - 1 if spec.compare is Comparison.LAST_MONTH else 1
    return _figure(spec.figure, MadeFigures(before, at, is_original)) if at else None


def _figure(figure_id: str, made: MadeFigures) -> Decimal | None:
    try:
        value = made.value(figure_id)
    except KeyError:
        return None
    return None if value is None else Decimal(value)


def _best(sheet: ScoreSheet, item: str, move: str, label: str, plays: Iterable[_Played]) -> Gain:
    """Return the highest gain; where nothing was to be tried, none with the reason."""
    best, tried, example = NOTHING, False, ""
    for play in plays:
        before, after = _points(play.before, item, sheet), _points(play.after, item, sheet)
        if before is None or after is None:
            continue
        tried = True
        if after - before > best or not example:
            best = max(best, after - before)
            example = gettext("%(world)s: %(move)s, %(before)s → %(after)s") % {
                "world": play.world.title,
                "move": label,
                "before": before,
                "after": after,
            }
    if not tried:
        example = gettext("not tried: no made subject has the figures that this reads")
    return Gain(sheet.id, item, move, best, example)


def _points(score: Score, item: str, sheet: ScoreSheet) -> Decimal | None:
    if item == SCORE:
        return score.total
    if score.sheet is not sheet:
        return None
    lines: Mapping[str, Decimal] = {line.id: line.points for line in score.lines if line.applies}
    return lines.get(item)
