"""Loopholes of each kind, planted in a copy of every shipped scheme, are found."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from bihuan.assessment import presets
from bihuan.assessment.rules.adversary import Gain, attacked
from bihuan.assessment.rules.scheme import Scheme, SchemeItem, ScoreSheet
from bihuan.assessment.rules.stored_schemes import stored_scheme, to_plain
from bihuan.figures.declared import divisible

from .chosen_moves import only

NAMES = sorted(path.stem for path in presets.HERE.glob("*.yaml"))


class Loophole(NamedTuple):
    """What is planted: a figure, a formula of it for an item of so many points, and the moves of
    which each wins by it. `extra` times the points may be won on top.

    `closed` is the same without the loophole: by one of the moves less is won there. Without it the
    moves win nothing once the figure is not read.
    """

    figure: dict[str, str]
    formula: Any
    moves: tuple[str, ...]
    extra: int = 0
    closed: Any = None


def counted(points: str) -> Any:
    return lambda most: {"count": {"each": [{"of": "x", "points": points}], "most": most}}


def in_one_step(bound: str) -> Any:
    steps = [{"points": "0"}, {"at_least": bound}]
    return lambda most: {"steps": {"of": "x", "table": [steps[0], {**steps[1], "points": most}]}}


def near_the_plan(*below: dict[str, str]) -> Any:
    """Accuracy: points fall above the plan, and below it by the bands given."""
    falling = {"full_at": "100", "above": [{"per": "-4"}], "below": list(below), "least": "0"}
    return lambda most: {"slope": {"of": "x", "base": most, **falling}}


def ratio(most: str) -> Any:
    return {"ratio": {"of": "x", "weight": most}}


COMPLETED = {"figure": "schedule_completion.all"}
LOOPHOLES = {
    "overshoot counts": Loophole(
        COMPLETED,
        lambda most: {"ratio": {"of": "x", "weight": most, "most": "3"}},
        ("earlier",),
        extra=2,
        closed=(COMPLETED, ratio),
    ),
    "accuracy asked on one side": Loophole(
        COMPLETED,
        near_the_plan(),
        ("later",),
        closed=(COMPLETED, near_the_plan({"per": "4"})),
    ),
    "the latest plan decides": Loophole(
        {**COMPLETED, "basis": "current"}, ratio, ("cut_plan",), closed=(COMPLETED, ratio)
    ),
    "visits are scored": Loophole({"figure": "visits.made"}, counted("1"), ("visit",)),
    "declared starts are counted": Loophole(
        {"figure": "starts.reached"}, counted("1"), ("start_on_paper",)
    ),
    "trifles that are closed are counted": Loophole(
        {"figure": "matters.closed"}, counted("1"), ("raise_and_close", "close_and_raise")
    ),
    "projects are counted": Loophole({"figure": "count.all"}, counted("1"), ("split",)),
    "milestones are counted when reached": Loophole(
        {"figure": "milestones.reached"}, counted("0.1"), ("promise_done",)
    ),
    "a cliff at the plan": Loophole(
        COMPLETED, in_one_step("100"), ("more", "all_more"), closed=(COMPLETED, ratio)
    ),
}


def sheet_of_preset(name: str) -> tuple[ScoreSheet, SchemeItem]:
    """Return the first sheet of a scheme and its heaviest item."""
    sheet = presets.scheme_presets()[name].latest.sheets[0]
    return sheet, max(sheet.items, key=lambda item: item.max)


def planted(name: str, figure: dict[str, str], formula: Any, extra: int = 0) -> Scheme:
    """Return a copy of the scheme's first sheet with another formula in its heaviest item, read as
    one is that an office wrote.
    """
    sheet, heaviest = sheet_of_preset(name)
    plain = to_plain(presets.scheme_presets()[name].latest)
    (spoiled,) = [each for each in plain["sheets"] if each["id"] == sheet.id]
    (item,) = [each for each in spoiled["items"] if each["id"] == heaviest.id]
    item["inputs"], item["formula"] = {"x": figure}, formula(str(heaviest.max))
    item["extra"], item["least"] = str(heaviest.max * extra), "0"
    plain["sheets"] = [spoiled]
    return stored_scheme(plain)


def gain_of(gains: list[Gain], item: str, move: str) -> Decimal:
    return max(g.gain for g in gains if (g.item, g.move) == (item, move))


@pytest.mark.parametrize("kind", LOOPHOLES)
@pytest.mark.parametrize("name", NAMES)
def test_a_loophole_planted_in_any_scheme_is_found(name, kind):
    hole, (_sheet, item) = LOOPHOLES[kind], sheet_of_preset(name)
    moves = only(*hole.moves)
    gains = attacked(planted(name, hole.figure, hole.formula, hole.extra), moves=moves)
    found = {move: gain_of(gains, item.id, move) for move in hole.moves}
    assert all(found.values()), found
    if hole.closed:
        mended = attacked(planted(name, *hole.closed), moves=moves)
        assert all(gain > gain_of(mended, item.id, move) for move, gain in found.items())


@pytest.mark.parametrize("thing", ["photos", "progress.photos", "reports.photos", "photos.all"])
def test_photos_cannot_be_scored_at_all(thing):
    assert not divisible(thing)
