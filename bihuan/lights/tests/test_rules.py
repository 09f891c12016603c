from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from bihuan.kit.presets import PresetError, load_presets
from bihuan.lights.kinds import Colour, Metric, Report
from bihuan.lights.presets import light_presets
from bihuan.lights.rules import Clause, RuleSet, judge_year, measure
from bihuan.lights.wording import bounds, from_json, sentence, to_json

from .factories import LATER, PLAN, make_facts

GREEN, YELLOW, RED, GREY = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY


def judge(*months, preset="yinchuan", today=LATER, project_class="construction"):
    return judge_year(months, project_class, light_presets()[preset], today=today)


def colour(facts, preset="yinchuan"):
    return judge(facts, preset=preset)[-1].colour


@pytest.mark.parametrize(
    ("done", "shown", "clause"),
    [
        (60, GREEN, "LIGHT-1"), (50, GREEN, "LIGHT-1"), ("49.999999", YELLOW, "YINCHUAN-2"),
        ("40.00001", YELLOW, "YINCHUAN-2"), (40, YELLOW, "YINCHUAN-3"),
        (20, YELLOW, "YINCHUAN-3"), ("19.99999", RED, "YINCHUAN-1"),
    ],
)  # fmt: skip
def test_yinchuan_measures_the_gap_to_the_even_schedule(done, shown, clause):
    (verdict,) = judge(make_facts(6, done=Decimal(done)))
    assert verdict.colour is shown
    assert verdict.reasons[0].clause == clause


@pytest.mark.parametrize(
    ("done", "shown"), [(25, GREEN), ("24.9999", YELLOW), ("12.5", YELLOW), ("12.4999", RED)]
)
def test_sanya_measures_the_shortfall_against_the_schedule(done, shown):
    assert colour(make_facts(3, done=Decimal(done)), "sanya") is shown


@pytest.mark.parametrize(("planned", "shown"), [(9_999_999, GREY), (10_000_000, RED)])
def test_sanya_judges_plans_of_ten_million_and_more(planned, shown):
    assert colour(make_facts(planned_yuan=planned), "sanya") is shown


@pytest.mark.parametrize(
    ("done", "shown"), [(20, GREEN), ("19.9999", YELLOW), (15, YELLOW), ("14.9999", RED)]
)
def test_wuhan_gives_cards_below_eighty_and_sixty_percent(done, shown):
    assert colour(make_facts(3, done=Decimal(done)), "wuhan") is shown


@pytest.mark.parametrize(
    ("completed", "shown"),
    [(800_000, GREEN), (799_999, YELLOW), (600_000, YELLOW), (599_999, RED)],
)
def test_xinhuang_measures_the_task_of_the_month_alone(completed, shown):
    facts = make_facts(task_yuan=1_000_000, completed_yuan=completed, to_date_yuan=0)
    assert colour(facts, "xinhuang") is shown


@pytest.mark.parametrize(("to_date", "shown"), [(950_000, GREEN), (949_999, RED)])
def test_nanning_measures_the_plan_curve(to_date, shown):
    facts = make_facts(curve_yuan=1_000_000, to_date_yuan=to_date)
    assert colour(facts, "nanning") is shown


def test_jinxiang_counts_months_running():
    missed = {"task_yuan": 100, "completed_yuan": 99}
    months = [make_facts(1, **missed), make_facts(2, **missed)]
    assert [v.raw for v in judge(*months, preset="jinxiang")] == [YELLOW, RED]
    met = make_facts(2, task_yuan=100, completed_yuan=100)
    between = [months[0], met, make_facts(3, **missed)]
    assert [v.raw for v in judge(*between, preset="jinxiang")] == [YELLOW, GREEN, YELLOW]


def test_a_month_in_review_is_not_counted_as_missed():
    missed = {"task_yuan": 100, "completed_yuan": 99}
    unread = make_facts(1, report=Report.IN_REVIEW, task_yuan=100, completed_yuan=0)
    months = [unread, make_facts(2, **missed)]
    assert [v.raw for v in judge(*months, preset="jinxiang")] == [GREY, YELLOW]


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (date(2024, 7, 1), GREEN), (date(2024, 6, 30), YELLOW), (date(2024, 5, 1), YELLOW),
        (date(2024, 4, 30), RED),
    ],
)  # fmt: skip
def test_a_start_is_overdue_from_the_month_in_which_it_was_due(due, shown):
    assert colour(make_facts(6, done=50, planned_start_on=due)) is shown


def test_a_start_that_was_made_is_not_overdue():
    facts = make_facts(
        6, done=50, planned_start_on=date(2024, 1, 1), started_on=date(2024, 6, 30),
        entered_on=date(2024, 6, 30),
    )  # fmt: skip
    assert colour(facts) is GREEN


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        (date(2024, 5, 30), GREEN), (date(2024, 5, 29), YELLOW), (date(2024, 4, 30), YELLOW),
        (date(2024, 4, 29), RED), (date(2024, 7, 1), GREEN),
    ],
)  # fmt: skip
def test_statistics_are_awaited_one_month_after_the_start(started, shown):
    assert colour(make_facts(6, done=50, started_on=started)) is shown


def test_entering_the_statistics_ends_the_wait():
    entered = make_facts(6, done=50, started_on=date(2024, 1, 1), entered_on=date(2024, 6, 30))
    assert colour(entered) is GREEN
    too_late = make_facts(6, done=50, started_on=date(2024, 1, 1), entered_on=date(2024, 7, 1))
    assert colour(too_late) is RED


def test_a_waiver_lifts_only_what_may_be_excused():
    late = {"planned_start_on": date(2024, 1, 1), "to_date_yuan": PLAN}
    waived = make_facts(6, **late, waived={"YINCHUAN-5": "王区长"})
    (verdict,) = judge(waived)
    assert verdict.colour is GREEN
    assert "王区长" in " ".join(map(sentence, verdict.reasons))
    behind = make_facts(6, done=0, waived={"YINCHUAN-1": "王区长"})
    assert colour(behind) is RED


@pytest.mark.parametrize(
    ("today", "shown", "clause"),
    [
        (date(2024, 3, 1), GREY, "LIGHT-2"), (date(2024, 3, 31), GREY, "LIGHT-2"),
        (date(2024, 4, 1), RED, "LIGHT-3"),
    ],
)  # fmt: skip
def test_silence_is_grey_then_red_after_the_days_of_grace(today, shown, clause):
    silent = make_facts(report=Report.NONE, to_date_yuan=PLAN)
    (verdict,) = judge(silent, today=today)
    assert (verdict.colour, verdict.reasons[0].clause) == (shown, clause)


@pytest.mark.parametrize("preset", light_presets())
@pytest.mark.parametrize("report", [Report.NONE, Report.IN_REVIEW])
@pytest.mark.parametrize("today", [date(2024, 3, 1), LATER])
def test_silence_is_never_green_under_any_rules(preset, report, today):
    months = [make_facts(2, done=100), make_facts(3, report=report, to_date_yuan=PLAN)]
    assert judge(*months, preset=preset, today=today)[-1].colour is not GREEN


def test_what_waits_for_acceptance_gives_no_signal():
    waiting = make_facts(report=Report.IN_REVIEW)
    (verdict,) = judge(waiting)
    assert (verdict.colour, verdict.reasons[0].clause) == (GREY, "LIGHT-4")


def test_without_plan_or_date_there_is_nothing_to_judge():
    (verdict,) = judge(make_facts(planned_yuan=None))
    assert (verdict.colour, verdict.reasons[0].clause) == (GREY, "LIGHT-5")


def test_one_month_worsens_and_two_improve():
    done = [100, 0, 100, 100, 100]
    months = [make_facts(place, done=d) for place, d in enumerate(done, 1)]
    verdicts = judge(*months)
    assert [v.raw for v in verdicts] == [GREEN, YELLOW, GREEN, GREEN, GREEN]
    assert [v.colour for v in verdicts] == [GREEN, YELLOW, YELLOW, GREEN, GREEN]
    assert verdicts[2].reasons[-1].clause == "LIGHT-6"


def test_an_improvement_goes_to_the_worse_of_the_two_months():
    months = [make_facts(4, done=0), make_facts(5, done=35), make_facts(6, done=60)]
    verdicts = judge(*months)
    assert [v.colour for v in verdicts] == [RED, RED, YELLOW]
    assert (verdicts[2].raw, verdicts[2].reasons[-1].clause) == (GREEN, "LIGHT-6")
    assert verdicts[2].reasons[-1].colour is YELLOW


def test_grey_months_do_not_count_towards_an_improvement():
    months = [
        make_facts(1, done=0), make_facts(2, done=100),
        make_facts(3, report=Report.IN_REVIEW), make_facts(4, done=100),
    ]  # fmt: skip
    assert [v.colour for v in judge(*months)] == [YELLOW, YELLOW, GREY, GREEN]


def test_each_class_may_have_its_own_clauses():
    strict = Clause("OWN-1", RED, Metric.GAP, above=Decimal(0))
    rules = RuleSet("t", "s", 1, {}, rules=(), by_class={"preparation": (strict,)})
    facts = [make_facts(done=0)]
    assert judge_year(facts, "preparation", rules, today=LATER)[0].colour is RED
    assert judge_year(facts, "construction", rules, today=LATER)[0].colour is GREY


def test_a_month_that_expects_nothing_is_not_measured():
    assert measure(Metric.MONTH_RATIO, make_facts(task_yuan=0)) is None
    assert measure(Metric.CURVE_RATIO, make_facts(curve_yuan=None)) is None


@pytest.mark.parametrize(
    ("wrong", "line", "key"),
    [
        ("colour: green", 10, "own.rules[1]"), ("colour: purple", 10, "own.rules[1].colour"),
        ("color: red", 10, "own.rules[1].color"),
    ],
)  # fmt: skip
def test_a_faulty_preset_is_named_by_file_line_and_key(tmp_path, wrong, line, key):
    path = tmp_path / "lights.yaml"
    path.write_text(
        "# ours\n\nown:\n  title: t\n  source: s\n  version: 1\n  meanings: {}\n  rules:\n"
        f"    - clause: OWN-1\n      {wrong}\n      metric: gap\n      above: 0\n",
        encoding="utf-8",
    )
    with pytest.raises(PresetError) as error:
        load_presets(RuleSet, path)
    fault = error.value.faults[0]
    assert (fault.file, fault.key) == ("lights.yaml", key)
    assert fault.line in (line, 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"months_running": 0, "above": Decimal(1)}, {"months_running": 13, "above": Decimal(1)}, {},
    ],
)  # fmt: skip
def test_a_clause_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        Clause("OWN-1", RED, Metric.GAP, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"by_class": {"road": ()}}, {"meanings": {"pink": ""}}, {"grace_days": 32},
        {"improve_after": 0},
    ],
)  # fmt: skip
def test_a_rule_set_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        RuleSet(**{"title": "t", "source": "s", "version": 1, "meanings": {}, "rules": (), **wrong})


def test_bounds_read_like_mathematics():
    clauses = light_presets()["yinchuan"].rules
    assert [bounds(c) for c in clauses[:3]] == ["30 < x", "0 < x < 10", "10 ≤ x ≤ 30"]


def test_reasons_survive_storing_and_speak_both_languages():
    reason = judge(make_facts(6, done=25))[0].reasons[0]
    assert from_json(to_json(reason)) == reason
    with translation.override("en"):
        assert sentence(reason) == (
            "Completed 25% of the annual plan; the even schedule is 50%: "
            "25 percentage points behind."
        )
    with translation.override("zh-hans"):
        assert "25" in sentence(reason)
        assert "behind" not in sentence(reason)


def test_every_kind_of_reason_has_its_sentence():
    months = [
        make_facts(1, done=0, planned_start_on=date(2023, 12, 1)),
        make_facts(2, done=90, started_on=date(2023, 1, 1)),
        make_facts(3, done=90, started_on=date(2024, 2, 25), planned_start_on=date(2024, 1, 1)),
    ]
    for verdict in judge(*months):
        assert all(sentence(reason) for reason in verdict.reasons)
    streak = [make_facts(n, task_yuan=100, completed_yuan=0) for n in (1, 2)]
    with translation.override("en"):
        assert "2 months running" in sentence(judge(*streak, preset="jinxiang")[-1].reasons[-1])
