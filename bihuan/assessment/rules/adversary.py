"""Plays against a scheme: which points can be won by moves that need no work (ASSESS-23).

Made subjects stand in worlds: ahead, on plan, behind, at the edges of the scheme's own thresholds.
Each move is tried on each; the highest gain of each item, and of the score, is told with its
example. Nothing is read from a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import comb

from bihuan.kit.words import _, gettext

from .made_projects import MadeProject
from .made_subjects import made_subject
from .made_worlds import MadeWorld, worlds_for
from .moves import MOVES, PaperMove, Words
from .point_rules import NOTHING
from .scheme import HUNDRED, Scheme, ScoreSheet
from .scoring import Graded, Score, score_of, size_groups, size_of

SCORE = "score"
"""What the whole score is called among the items."""
STRONGEST = 8
"""So many of the moves that win most are tried two by two."""
ENTERING = _("%(world)s: %(move)s, not assessed → %(points)s")
LEAVING = _("%(world)s: %(move)s, %(points)s → not assessed")
UNTRIED = (
    _("more than two moves at once, and pairs of moves that win nothing alone"),
    _("agreements between several subjects: one reports less so that the group's mean falls"),
    _("figures that others enter: the statistics bureau's, and output of chains"),
    _("praise and criticism in the ledger of results, exemptions and adjustments: people decide"),
    _("amounts that are made up by more than one hundredth, or by a month's investment"),
    _("figures that made subjects lack: their items say so in the list of moves"),
)
"""What the adversary does not try."""


@dataclass(frozen=True)
class Gain:
    """The highest gain of one item, or of the whole score, by one move.

    `entering` and `leaving` are examples where the move makes a subject assessed that was not, or
    the other way: not assessed is not nought points, so neither is a gain of points.
    """

    sheet: str
    item: str
    move: str
    gain: Decimal
    example: str
    label: str = ""
    """The move in words."""
    entering: str = ""
    leaving: str = ""


@dataclass
class _Stage:
    """A world with its subject and score before anything is moved. What is known of the others is
    worked out once a sheet.
    """

    world: MadeWorld
    known: Graded
    before: Score
    others: dict[str, list[Graded]]


@dataclass(frozen=True)
class _Played:
    """One subject before and after a move."""

    world: MadeWorld
    before: Score
    after: Score


def attacked(
    scheme: Scheme, tried: Callable[[], object] = int, moves: Sequence[PaperMove] = MOVES
) -> list[Gain]:
    """Return every move on every item of every sheet, the highest gains first. `tried` is called
    after each move on a sheet: `most_moves` says how often at most. `moves` are those to be tried.
    """
    played = replace(scheme, sheets=tuple(map(_playable, scheme.sheets)))
    found = [gain for sheet in played.sheets for gain in _attacked(played, sheet, tried, moves)]
    return sorted(found, key=lambda each: (-each.gain, each.sheet, each.item, each.move))


def most_moves(scheme: Scheme) -> int:
    """Return how many moves are tried at most, pairs too, on all sheets together."""
    return len(scheme.sheets) * (len(MOVES) + comb(STRONGEST, 2))


def _playable(sheet: ScoreSheet) -> ScoreSheet:
    """Return a sheet as it is played on: where so many items await their figures that nobody could
    be assessed yet, without the bound of what must be known.
    """
    known = sum(i.max for i in sheet.items if not any(s.awaits for s in i.inputs.values()))
    asked = known * HUNDRED < sheet.known_percent * sheet.total
    return replace(sheet, known_percent=Decimal()) if asked else sheet


def _attacked(
    scheme: Scheme, sheet: ScoreSheet, tried: Callable[[], object], moves: Sequence[PaperMove]
) -> Iterator[Gain]:
    stages = [_stage(sheet, world) for world in worlds_for(sheet)]
    scores: dict[str, Gain] = {}
    for move in moves:
        plays = list(_plays(scheme, sheet, stages, (move,)))
        yield from (_best(sheet, item.id, move.id, move.words, plays) for item in sheet.items)
        scores[move.id] = _best_score(sheet, move.id, move.words, plays)
        tried()
    yield from scores.values()
    strong = sorted(scores.values(), key=lambda each: -each.gain)[:STRONGEST]
    known = {move.id: move for move in moves}
    for one, other in combinations([known[each.move] for each in strong if each.gain > 0], 2):
        plays = list(_plays(scheme, sheet, stages, (one, other)))
        yield _best_score(sheet, f"{one.id}+{other.id}", f"{one.words} + {other.words}", plays)
        tried()


def _stage(sheet: ScoreSheet, world: MadeWorld) -> _Stage:
    subject = made_subject(sheet, world.subject, world.month, world.subject)
    others = [made_subject(sheet, other, world.month, other) for other in world.others]
    return _Stage(world, subject, _score(sheet, subject, others), {sheet.id: others})


def _plays(
    scheme: Scheme, sheet: ScoreSheet, stages: Sequence[_Stage], moves: Sequence[PaperMove]
) -> Iterator[_Played]:
    for stage in stages:
        world, subject = stage.world, stage.world.subject
        for move in moves:
            subject = move.play(subject, world.month)
        if subject != world.subject:
            yield _Played(world, stage.before, _after(scheme, sheet, stage, subject))


def _after(scheme: Scheme, sheet: ScoreSheet, stage: _Stage, subject: MadeProject) -> Score:
    world, now = stage.world, _sheet_of(scheme, sheet, subject)
    known = made_subject(now, subject, world.month, world.subject)
    if now is sheet and known == stage.known:
        return stage.before
    if now.id not in stage.others:
        stage.others[now.id] = [made_subject(now, e, world.month, e) for e in world.others]
    return _score(now, known, stage.others[now.id])


def _sheet_of(scheme: Scheme, sheet: ScoreSheet, moved: MadeProject) -> ScoreSheet:
    """Return the sheet on which the moved subject is scored: another, if its class has one."""
    if not sheet.classes or moved.kind in sheet.classes:
        return sheet
    others = scheme.sheets_for(sheet.who)
    return next((each for each in others if moved.kind in each.classes), sheet)


def _score(sheet: ScoreSheet, subject: Graded, others: Sequence[Graded]) -> Score:
    groups, size = size_groups(sheet, [subject, *others]), size_of(sheet, subject)
    return score_of(sheet, subject, groups[size], size)


def _best(sheet: ScoreSheet, item: str, move: str, label: str, plays: Iterable[_Played]) -> Gain:
    """Return the highest gain; where nothing was to be tried, none with the reason."""
    best, example = NOTHING, ""
    for play in plays:
        before, after = _points(play.before, item, sheet), _points(play.after, item, sheet)
        if before is None or after is None:
            continue
        if after - before > best or not example:
            best = max(best, after - before)
            example = gettext("%(world)s: %(move)s, %(before)s → %(after)s") % {
                "world": play.world.title,
                "move": label,
                "before": before,
                "after": after,
            }
    if not example:
        example = gettext("not tried: no made subject has the figures that this reads")
    return Gain(sheet.id, item, move, best, example, label)


def _best_score(sheet: ScoreSheet, move: str, label: str, plays: Sequence[_Played]) -> Gain:
    """Return the highest gain of the whole score; who comes to be assessed, or ceases to be, beside
    it: the highest score of the first, the lowest of the others.
    """
    found = _best(sheet, SCORE, move, label, plays)
    entering = [e for e in plays if e.after.is_assessed and not e.before.is_assessed]
    leaving = [e for e in plays if e.before.is_assessed and not e.after.is_assessed]
    enters = max(entering, key=lambda each: each.after.total, default=None)
    leaves = min(leaving, key=lambda each: each.before.total, default=None)
    return replace(
        found,
        entering=_crossed(ENTERING, enters.world, label, enters.after.total) if enters else "",
        leaving=_crossed(LEAVING, leaves.world, label, leaves.before.total) if leaves else "",
    )


def _crossed(sentence: Words, world: MadeWorld, label: str, points: Decimal) -> str:
    return str(sentence) % {"world": world.title, "move": label, "points": points}


def _points(score: Score, item: str, sheet: ScoreSheet) -> Decimal | None:
    if not score.is_assessed:
        return None
    if item == SCORE:
        return score.total
    if score.sheet is not sheet:
        return None
    lines: Mapping[str, Decimal] = {line.id: line.points for line in score.lines if line.applies}
    return lines.get(item)
