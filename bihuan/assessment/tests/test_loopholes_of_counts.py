"""Loopholes planted in counts, funds, sizes, labels and places are found."""

from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.assessment import presets
from bihuan.assessment.rules.adversary import attacked
from bihuan.assessment.rules.scheme import Scheme
from bihuan.kit.presets import load_dated

from .chosen_moves import only

TEXT = """
planted:
  title: 试
  source: 试
  version: 1
  sheets:
    - id: sheet
      title: 表
      who: {who}
{classes}      total: 100
      items:
        - id: base
          title: 底
          text: 底
          clause: 试-0
          max: 50
          missing: required
          inputs: {{rate: {{figure: schedule_completion.all}}}}
          formula: {{steps: {{of: rate, table: [{{points: 0}}, {{at_least: 1, points: 50}}]}}}}
        - id: hole
          title: 洞
          text: 洞
          clause: 试-1
          max: 50
          inputs: {{{inputs}}}
          formula: {formula}
"""
RATIO = "{ratio: {of: v, weight: 50}}"
FUNDS = "v: {figure: funds.in_place}, w: {figure: planned.all}"


def from_step(bound: str, over: str = "", begins: str = "at_least") -> str:
    table = f"[{{points: 0}}, {{{begins}: {bound}, points: 50}}]"
    return f"{{steps: {{of: v, {over}table: {table}}}}}"


def each(points: int, base: int = 0) -> str:
    return f"{{count: {{base: {base}, each: [{{of: v, points: {points}}}], least: 0, most: 50}}}}"


BIG = "divide_by: 100000000"
HOLES = {
    "rate of funds": ("legacy", "v: {figure: funds.in_place_rate}", RATIO, "turn_funds"),
    "rate of funds, a step": (
        "construction", "v: {figure: funds.in_place_rate}", from_step("20"), "turn_funds"
    ),
    "funds over plan, low step": ("legacy", FUNDS, from_step("20", "over: w, "), "turn_funds"),
    "funds over plan, high step": ("legacy", FUNDS, from_step("90", "over: w, "), "turn_funds"),
    "funds of one source": (
        "legacy", f"v: {{figure: funds.in_place.own, {BIG}}}", from_step("3"), "turn_funds"
    ),
    "settled, reported": ("legacy", "v: {figure: milestones.step.settle}", RATIO, "reach_step"),
    "settled, promised late": (
        "legacy", "v: {figure: milestones.step.settle}", RATIO, "promise_done"
    ),
    "permits": ("preparation", "v: {figure: milestones.step.permit}", RATIO, "reach_step"),
    "in time by half": (
        "legacy", "v: {figure: milestones.in_time_rate}", from_step("50"), "promise_done"
    ),
    "in time by four fifths": (
        "legacy", "v: {figure: milestones.in_time_rate}", from_step("80"), "reach_step"
    ),
    "late milestones": (
        "construction", "v: {figure: milestones.reached_late}", each(-10, 50), "backdate_step"
    ),
    "the size of the latest plan": (
        "construction",
        f"v: {{figure: planned.all, {BIG}, basis: current}}",
        from_step("10"),
        "raise_plan",
    ),
    "industry": ("construction", "v: {figure: count.industrial}", each(50), "sector_industry"),
    "another sector": ("construction", "v: {figure: count.ecology}", each(50), "sector_ecology"),
    "the district's list": (
        "construction", "v: {figure: count.district}", each(50), "tier_district"
    ),
    "one month's size": (
        "construction",
        f"v: {{figure: completed_month.all, {BIG}}}",
        from_step("1", begins="above"),
        "earlier",
    ),
    "one month of the plan": (
        "construction",
        "v: {figure: completed_month.all}, w: {figure: planned.all}",
        from_step("30", "over: w, "),
        "earlier",
    ),
    "places of organisations": (
        "organisations",
        "v: {figure: completed.all}",
        "{rank: {of: v, places: [{up_to: 3, points: 50}, {up_to: 6, points: 30}]}}",
        "all_more",
    ),
    "places by trifles": (
        "organisations",
        "v: {figure: matters.closed}",
        "{rank: {of: v, places: [{up_to: 5, points: 50}]}}",
        "raise_and_close",
    ),
    "closing": (
        "construction", "v: {figure: matters.closing_rate}", from_step("90"), "close_on_paper"
    ),
    "many closed": (
        "departments", "v: {figure: matters.closed}", from_step("12"), "close_on_paper"
    ),
    "answers in time": ("departments", "v: {figure: needs.in_time_rate}", RATIO, "answer_on_paper"),
    "starts in time": ("organisations", "v: {figure: starts.in_time}", each(50), "start_in_time"),
    "completions": ("construction", "v: {figure: completion_rate.all}", RATIO, "finish_on_paper"),
    "uses": ("construction", "v: {figure: in_use.reached}", each(50), "use_on_paper"),
    "corrections": (
        "construction", "v: {figure: reports.corrected}", each(-10, 50), "leave_mistake"
    ),
    "planned visits": (
        "commanders", "v: {figure: visits.planned_made_rate}", RATIO, "plan_visit"
    ),
}  # fmt: skip


def planted(tmp_path: Path, who: str, inputs: str, formula: str) -> Scheme:
    is_class = who in ("construction", "preparation", "legacy")
    text = TEXT.format(
        who="projects" if is_class else who,
        classes=f"      classes: [{who}]\n" if is_class else "",
        inputs=inputs,
        formula=formula,
    )
    if who == "departments":  # of whom no completed investment is known
        text = text.replace("schedule_completion.all", "matters.raised")
    path = tmp_path / "planted.yaml"
    path.write_text(text, encoding="utf-8")
    return load_dated(Scheme, path)["planted"].latest


@pytest.mark.parametrize(("who", "inputs", "formula", "move"), HOLES.values(), ids=HOLES)
def test_a_loophole_of_counts_funds_sizes_labels_and_places_is_found(
    tmp_path, who, inputs, formula, move
):
    gains = attacked(planted(tmp_path, who, inputs, formula), moves=only(move))
    assert max(g.gain for g in gains if (g.item, g.move) == ("hole", move)) > 0


@pytest.mark.parametrize(
    ("name", "sheet", "item", "move", "gain"),
    [
        ("default", "legacy", "stage", "promise_done", 25),
        ("default", "legacy", "stage", "reach_step", 50),
        ("attraction", "legacy", "landed", "turn_funds", 25),
        ("yanan", "construction", "month", "earlier", 30),
    ],
)
def test_what_the_shipped_schemes_leave_open_is_told(name, sheet, item, move, gain):
    gains = attacked(presets.scheme_presets()[name].latest, moves=only(move))
    found = max(g.gain for g in gains if (g.sheet, g.item, g.move) == (sheet, item, move))
    assert found == Decimal(gain)
