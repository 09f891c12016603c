"""Loopholes planted in copies of a shipped scheme are found; its own worst is what is said."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.assessment import presets
from bihuan.assessment.rules.adversary import SCORE, Gain, attacked, most_moves
from bihuan.assessment.rules.moves import MOVES
from bihuan.assessment.rules.scheme import Scheme
from bihuan.kit.presets import load_dated

from .chosen_moves import only

RULES = Path(__file__).parents[3] / "docs" / "rules" / "assessment.md"
SAID = re.compile(r"^\| `(\w+)` \| ([\d.]+) \| `([\w+]+)` \| ([\d.]+) \| `([\w+]+)` \|$", re.M)
ENTERED = (
    "inputs: {overdue: {figure: statistics_overdue}}\n"
    "          formula: "
    "{count: {base: 10, each: [{of: overdue, points: -3}], least: 0, most: 10}}"
)
PLANTED = {
    "adjusted plan": (
        "{figure: schedule_completion.all}",
        "{figure: schedule_completion.all, basis: current}",
        "completion",
        "cut_plan",
    ),
    "overshoot without end": (
        "          max: 40\n          missing: required\n",
        "          max: 40\n          extra: 60\n          missing: required\n",
        "completion",
        "earlier",
    ),
    "matters raised are points": (
        "inputs: {rate: {figure: matters.closing_rate}}\n"
        "          formula: {ratio: {of: rate, weight: 10}}",
        "inputs: {rate: {figure: matters.closed}}\n"
        "          formula: {count: {each: [{of: rate, points: 6}], least: 0, most: 10}}",
        "problems",
        "raise_and_close",
    ),
    "visits are points": (
        ENTERED,
        "inputs: {overdue: {figure: visits.made}}\n"
        "          formula: {count: {each: [{of: overdue, points: 3}], least: 0, most: 10}}",
        "statistics",
        "visit",
    ),
    "projects are points": (
        ENTERED,
        "inputs: {overdue: {figure: count.all}}\n"
        "          formula: {count: {each: [{of: overdue, points: 5}], least: 0, most: 10}}",
        "statistics",
        "split",
    ),
    "a cliff": (
        "formula: {ratio: {of: rate, weight: 20}}",
        "formula: {steps: {of: rate, table: [{points: 0}, {at_least: 10, points: 20}]}}",
        "milestones",
        "promise_done",
    ),
}


@pytest.fixture(scope="module")
def usual() -> list[Gain]:
    return attacked(presets.scheme_presets()["default"].latest)


def gain_of(gains: list[Gain], item: str, move: str, sheet: str = "construction") -> Decimal:
    return max(g.gain for g in gains if (g.sheet, g.item, g.move) == (sheet, item, move))


def planted(tmp_path: Path, old: str, new: str) -> Scheme:
    text = (presets.HERE / "default.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "planted.yaml"
    text = text.replace(old, new, 1)
    if "extra: 60" in new:  # the bands and the bound of the formula, too
        text = text.replace("{width: 10, per: 1}, {width: 10, per: 0}, {per: -0.5}", "{per: 1}")
        text = text.replace("most: 40", "most: 100")
    path.write_text(text, encoding="utf-8")
    return load_dated(Scheme, path)["default"].latest


@pytest.mark.parametrize(("old", "new", "item", "move"), PLANTED.values(), ids=PLANTED)
def test_a_planted_loophole_is_found(tmp_path, old, new, item, move):
    usual = attacked(presets.scheme_presets()["default"].latest, moves=only(move))
    found = attacked(planted(tmp_path, old, new), moves=only(move))
    assert gain_of(found, item, move) > gain_of(usual, item, move)


def test_the_worst_of_every_shipped_scheme_is_what_the_rules_state():
    bounds = {name: rest for name, *rest in SAID.findall(RULES.read_text("utf-8"))}
    assert bounds.keys() == presets.scheme_presets().keys()
    for name, preset in presets.scheme_presets().items():
        gains = attacked(preset.latest)
        item = max((g for g in gains if g.item != SCORE), key=lambda g: g.gain)
        assert item.gain > 0, name
        score = max((g for g in gains if g.item == SCORE), key=lambda g: g.gain)
        found = [str(item.gain), item.move, str(score.gain), score.move]
        assert found == bounds[name], name


def test_every_move_is_tried_on_every_item_and_none_is_told_below_nought(usual):
    told = {(gain.sheet, gain.item, gain.move) for gain in usual}
    for sheet in presets.scheme_presets()["default"].latest.sheets:
        items = [*(item.id for item in sheet.items), SCORE]
        assert {(sheet.id, item, move.id) for item in items for move in MOVES} <= told
    assert all(gain.gain >= 0 and gain.example for gain in usual)


def test_coming_to_be_assessed_and_ceasing_to_be_is_told_and_is_no_gain(usual):
    crossing = {(gain.sheet, gain.move): gain for gain in usual if gain.entering or gain.leaving}
    late = crossing["construction", "plan_late"]
    assert re.search(r"不予考核 → [\d.]+分$", late.entering)
    assert not late.leaving
    relabelled = crossing["construction", "class_preparation"]
    assert relabelled.entering
    assert re.search(r"[\d.]+分 → 不予考核$", relabelled.leaving)
    assert all(gain.item == SCORE for gain in crossing.values())
    assert late.gain == 0, "nobody who had points before gets more by it"


def test_where_figures_are_still_awaited_the_rest_is_played():
    gains = attacked(presets.scheme_presets()["shaoxing"].latest)
    assert gain_of(gains, "progress", "earlier", "counties") > 0
    assert {gain.gain for gain in gains if gain.item == "land"} == {0}


def test_each_move_on_a_sheet_is_counted_once():
    scheme, counted = presets.scheme_presets()["heilongjiang"].latest, []
    attacked(scheme, lambda: counted.append(1))
    assert len(MOVES) < len(counted) <= most_moves(scheme)


def test_where_deeds_with_papers_alone_are_scored_only_false_declarations_win():
    gains = attacked(presets.scheme_presets()["attraction"].latest)
    tried = {gain.item for gain in gains}
    assert {"landed", "reports", "score"} <= tried
    assert {gain.gain for gain in gains if gain.item == "reports"} == {0}
    assert {gain.move for gain in gains if gain.gain and gain.item == "landed"} == {
        "reach_step",
        "promise_done",
        "turn_funds",
    }
