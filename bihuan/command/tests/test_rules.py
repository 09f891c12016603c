from datetime import date
from decimal import Decimal

import pytest

from bihuan.command import rules
from bihuan.command.kinds import HardBoneOutcome, ReasonMeasure
from bihuan.command.presets import hard_bone_presets, hard_bone_rules
from bihuan.command.rules import HardBoneFacts, HardBoneReason, HardBoneRules, Overdue
from bihuan.command.wording import from_json, sentence, to_json
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.project_months.rules import ProjectMonth

GREEN, YELLOW, RED, GREY = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY
OURS = HardBoneRules("规则", "来源", 1)
TODAY = date(2024, 4, 3)


def at_march(planned_yuan: int, expected_yuan: int | None, completed_yuan: int) -> ProjectMonth:
    """A project at the end of March."""
    return ProjectMonth(
        month=Month(2024, 3),
        planned_yuan=planned_yuan,
        curve_yuan=expected_yuan,
        task_yuan=None,
        completed_yuan=completed_yuan,
        month_yuan=0,
        stands=True,
        is_told=True,
    )


def entering(**known):
    return [reason.clause for reason in rules.enter_reasons(HardBoneFacts(**known), OURS)]


def leaving(*colours, **known):
    return [r.clause for r in rules.leave_reasons(HardBoneFacts(colours, **known), OURS)]


@pytest.mark.parametrize(
    ("colours", "clauses"),
    [
        ((RED, RED), ["BONE-1"]),
        ((GREEN, RED), []),
        ((RED, YELLOW), []),
        ((), []),
        ((RED, GREY, RED), ["BONE-1"]),
        ((RED, RED, GREY), ["BONE-1"]),
        ((RED, None, RED), ["BONE-1"]),
        ((GREY, RED), []),
    ],
)
def test_two_judged_months_running_red_put_a_project_on_the_list(colours, clauses):
    assert entering(colours=colours) == clauses


@pytest.mark.parametrize(
    ("days", "level", "clauses"),
    [(16, 3, ["BONE-2"]), (15, 3, []), (16, 2, []), (40, 4, ["BONE-2"])],
)
def test_a_matter_long_overdue_at_a_high_level_puts_it_on_the_list(days, level, clauses):
    assert entering(overdue=Overdue("2024-0137", days, level)) == clauses


@pytest.mark.parametrize(("done", "clauses"), [(1_999, ["BONE-3"]), (2_000, [])])
def test_more_than_thirty_points_behind_the_plan_put_it_on_the_list(done, clauses):
    assert entering(position=at_march(10_000, 5_000, done)) == clauses


def test_a_plan_of_nothing_says_nothing():
    assert at_march(0, 0, 0).behind_points is None
    assert entering(position=at_march(0, 0, 0)) == []


def test_all_clauses_that_speak_are_listed():
    found = entering(
        colours=(RED, RED), overdue=Overdue("2024-0137", 30, 4), position=at_march(100, 60, 10)
    )
    assert found == ["BONE-1", "BONE-2", "BONE-3"]


def test_a_project_that_ended_does_not_come_onto_the_list():
    assert entering(colours=(RED, RED), is_live=False) == []


def test_clauses_that_are_switched_off_do_not_speak():
    off = HardBoneRules("规则", "来源", 1, None, None, 3, None)
    facts = HardBoneFacts((RED, RED), Overdue("2024-0137", 99, 4), 1, at_march(100, 90, 0))
    assert rules.enter_reasons(facts, off) == []


@pytest.mark.parametrize(
    ("colours", "clauses"),
    [
        ((GREEN, YELLOW), ["BONE-4", "BONE-4"]),
        ((RED, GREEN), []),
        ((GREEN,), []),
        ((), []),
        ((GREEN, GREY, GREEN), ["BONE-4", "BONE-4"]),
        ((GREEN, GREEN, GREY), []),
        ((RED, GREEN, GREEN), ["BONE-4", "BONE-4"]),
    ],
)
def test_two_months_not_red_and_the_last_with_a_signal_let_it_leave(colours, clauses):
    assert leaving(*colours) == clauses


def test_an_overdue_matter_keeps_it_on_the_list():
    assert leaving(GREEN, GREEN, any_overdue=1) == []


def test_the_end_of_the_project_lets_it_leave_whatever_its_light():
    assert leaving(RED, RED, any_overdue=2, is_live=False) == ["BONE-5"]


@pytest.mark.parametrize("target_on", [TODAY, date(2024, 4, 2), date(2025, 4, 5)])
def test_the_day_of_solving_lies_ahead_and_within_a_year(target_on):
    with pytest.raises(Refusal):
        rules.check_target(target_on, today=TODAY, rules=OURS)


@pytest.mark.parametrize("target_on", [date(2024, 4, 4), date(2025, 4, 4)])
def test_the_nearest_and_the_furthest_day_are_allowed(target_on):
    rules.check_target(target_on, today=TODAY, rules=OURS)


CLEAR = [HardBoneReason("BONE-4", ReasonMeasure.CLEAR, {"months": "2"})]
ENDED = [HardBoneReason("BONE-5", ReasonMeasure.ENDED)]


@pytest.mark.parametrize(
    ("outcome", "why", "reasons"),
    [
        ("vanished", "说明", CLEAR),
        (HardBoneOutcome.SOLVED, "说明", []),
        (HardBoneOutcome.SOLVED, "", ENDED),
        (HardBoneOutcome.ENDED, "说明", CLEAR),
        (HardBoneOutcome.DECIDED, "  ", CLEAR),
    ],
)
def test_a_hard_bone_does_not_leave_against_the_rules_without_a_reason(outcome, why, reasons):
    with pytest.raises(Refusal):
        rules.check_leaves(outcome, why, reasons)


@pytest.mark.parametrize(
    ("outcome", "why", "reasons"),
    [
        (HardBoneOutcome.SOLVED, "", CLEAR),
        (HardBoneOutcome.ENDED, "", ENDED),
        (HardBoneOutcome.DECIDED, "区委专题会", []),
    ],
)
def test_a_hard_bone_leaves_as_the_rules_say_or_by_decision(outcome, why, reasons):
    rules.check_leaves(outcome, why, reasons)


def test_without_a_curve_the_plan_is_expected_evenly():
    assert at_march(1_200, None, 0).expected_yuan == 300
    assert at_march(1_200, 90, 0).expected_yuan == 90


@pytest.mark.parametrize(
    "wrong",
    [
        {"red_months": 13},
        {"clear_months": 0},
        {"overdue_days": -1},
        {"overdue_level": 5},
        {"behind_points": Decimal(0)},
        {"behind_points": Decimal(101)},
    ],
)
def test_limits_that_make_no_sense_are_refused_when_read(wrong):
    with pytest.raises(ValueError, match=r"[01]"):
        HardBoneRules("规则", "来源", 1, **wrong)


def test_our_rules_are_read_and_tell_their_source():
    assert hard_bone_rules() is hard_bone_presets()["district"]
    assert hard_bone_rules().source


def test_the_clauses_look_back_as_far_as_they_must():
    assert OURS.months_read == 2
    assert HardBoneRules("规则", "来源", 1, None, clear_months=3).months_read == 3


def test_reasons_are_kept_and_said_as_they_were():
    facts = HardBoneFacts((RED, RED), Overdue("2024-0137", 30, 4), 1, at_march(1_000, 500, 150))
    reasons = rules.enter_reasons(facts, OURS)
    assert from_json(to_json(reasons)) == reasons
    assert [sentence(reason) for reason in reasons] == [
        "综合灯连续2个月为红灯。",
        "事项2024-0137已逾期30个工作日，升至第4级。",
        "已完成年度计划的15.00%，按月度计划应完成50.00%，落后35.00个百分点。",
    ]


def test_what_is_kept_must_have_figures():
    with pytest.raises(TypeError):
        from_json([{"clause": "BONE-1", "why": "red", "figures": "2"}])
