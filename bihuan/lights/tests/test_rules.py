from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import translation

from bihuan.kit.presets import PresetError, load_presets
from bihuan.lights.kinds import Colour, Metric, ReportArrival
from bihuan.lights.presets import light_cases, light_presets
from bihuan.lights.rules import Bracket, RuleSet, Scale, judge_year, measure
from bihuan.lights.wording import bounds, from_json, sentence, to_json

from .factories import LATER, PLAN, make_facts

GREEN, YELLOW, RED, GREY = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY


TEXT = """
small:
  title: t
  source: s
  version: 1
  meanings: {}
  rules:
    - metric: gap
      brackets:
        - {colour: green}
        - {above: 0, colour: yellow, clause: SMALL-1}
        - {above: 30, colour: red, clause: SMALL-2}
    - metric: start_overdue
      brackets:
        - {colour: green}
        - {at_least: 1, colour: red, clause: SMALL-3, waivable: true}
    - metric: statistics_overdue
      brackets:
        - {colour: green}
        - {at_least: 2, colour: red, clause: SMALL-4}
monthly:
  title: t
  source: s
  version: 1
  meanings: {}
  rules:
    - metric: month_ratio
      brackets: [{colour: yellow, clause: MONTHLY-1}, {at_least: 100, colour: green}]
    - metric: month_ratio
      months_running: 2
      brackets: [{colour: red, clause: MONTHLY-2}, {at_least: 100, colour: green}]
"""


def read(text, folder):
    path = folder / "lights.yaml"
    path.write_text(text, encoding="utf-8")
    return load_presets(RuleSet, path)


@cache
def small():
    with TemporaryDirectory() as folder:
        return read(TEXT, Path(folder))


def judge(*months, preset="small", today=LATER):
    return judge_year(months, "construction", lambda _month: small()[preset], today=today)


def colour(facts, preset="small"):
    return judge(facts, preset=preset)[-1].colour


@pytest.mark.parametrize("case", [c for group in light_cases().values() for c in group])
def test_each_preset_says_of_its_cases_what_they_expect(case):
    rules = light_presets()[case.preset].on(case.day)
    verdict = case.verdict(rules)
    named = tuple(reason.clause for reason in verdict.reasons)
    assert (verdict.colour, named) == (case.colour, case.clauses)
    assert case.is_met(verdict)


def test_each_clause_of_each_preset_speaks_in_a_case():
    for name, dated in light_presets().items():
        spoken = {clause for case in light_cases()[name] for clause in case.clauses}
        for _since, rules in dated.steps:
            assert {c.clause for _class, c in rules.every_clause()} <= spoken


def test_a_value_lies_in_the_last_bracket_whose_bound_it_passes():
    shown = [colour(make_facts(6, done=Decimal(done))) for done in (60, 50, 40, 20, "19.99")]
    assert shown == [GREEN, GREEN, YELLOW, YELLOW, RED]


def test_months_running_are_counted_without_a_gap():
    missed = {"task_yuan": 100, "completed_yuan": 99}
    months = [make_facts(1, **missed), make_facts(2, **missed)]
    assert [v.raw for v in judge(*months, preset="monthly")] == [YELLOW, RED]
    met = make_facts(2, task_yuan=100, completed_yuan=100)
    between = [months[0], met, make_facts(3, **missed)]
    assert [v.raw for v in judge(*between, preset="monthly")] == [YELLOW, GREEN, YELLOW]


def test_a_month_in_review_is_not_counted_as_missed():
    missed = {"task_yuan": 100, "completed_yuan": 99}
    unread = make_facts(1, report=ReportArrival.IN_REVIEW, task_yuan=100, completed_yuan=0)
    months = [unread, make_facts(2, **missed)]
    assert [v.raw for v in judge(*months, preset="monthly")] == [GREY, YELLOW]


@pytest.mark.parametrize(
    ("due", "overdue"),
    [
        (date(2024, 7, 1), 0),
        (date(2024, 6, 30), 1),
        (date(2024, 5, 1), 2),
        (date(2024, 4, 30), 3),
    ],
)
def test_a_start_is_overdue_from_the_month_in_which_it_was_due(due, overdue):
    assert measure(Metric.START_OVERDUE, make_facts(6, planned_start_on=due)) == overdue


def test_a_start_that_was_made_is_not_overdue():
    facts = make_facts(6, planned_start_on=date(2024, 1, 1), started_on=date(2024, 6, 30))
    assert measure(Metric.START_OVERDUE, facts) == 0


@pytest.mark.parametrize(
    ("started", "months"),
    [
        (date(2024, 5, 30), 0),
        (date(2024, 5, 29), 1),
        (date(2024, 4, 30), 1),
        (date(2024, 4, 29), 2),
        (date(2024, 7, 1), None),
    ],
)
def test_statistics_are_awaited_by_full_months_since_the_start(started, months):
    assert measure(Metric.STATISTICS_OVERDUE, make_facts(6, started_on=started)) == months


def test_entering_the_statistics_ends_the_wait():
    for entered, months in ((date(2024, 6, 30), 0), (date(2024, 7, 1), 4)):
        facts = make_facts(6, started_on=date(2024, 1, 31), entered_on=entered)
        assert measure(Metric.STATISTICS_OVERDUE, facts) == months


def test_a_waiver_lifts_only_what_may_be_excused():
    late = {"planned_start_on": date(2024, 1, 1), "to_date_yuan": PLAN}
    waived = make_facts(6, **late, waived={"SMALL-3": "王区长"})
    (verdict,) = judge(waived)
    assert verdict.colour is GREEN
    assert "王区长" in " ".join(map(sentence, verdict.reasons))
    behind = make_facts(6, done=0, waived={"SMALL-2": "王区长"})
    assert colour(behind) is RED


@pytest.mark.parametrize(
    ("today", "shown", "clause"),
    [
        (date(2024, 3, 1), GREY, "LIGHT-2"),
        (date(2024, 3, 31), GREY, "LIGHT-2"),
        (date(2024, 4, 1), RED, "LIGHT-3"),
    ],
)
def test_silence_is_grey_then_red_after_the_days_of_grace(today, shown, clause):
    silent = make_facts(report=ReportArrival.NONE, to_date_yuan=PLAN)
    (verdict,) = judge(silent, today=today)
    assert (verdict.colour, verdict.reasons[0].clause) == (shown, clause)


@pytest.mark.parametrize("preset", light_presets())
@pytest.mark.parametrize("report", [ReportArrival.NONE, ReportArrival.IN_REVIEW])
@pytest.mark.parametrize("today", [date(2024, 3, 1), LATER])
def test_silence_is_never_green_under_any_rules(preset, report, today):
    months = [make_facts(2, done=100), make_facts(3, report=report, to_date_yuan=PLAN)]
    for _since, rules in light_presets()[preset].steps:
        rules_of = dict.fromkeys((each.month for each in months), rules).__getitem__
        verdicts = judge_year(months, "construction", rules_of, today=today)
        assert verdicts[-1].colour is not GREEN


def test_what_waits_for_acceptance_gives_no_signal():
    waiting = make_facts(report=ReportArrival.IN_REVIEW)
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
        make_facts(1, done=0),
        make_facts(2, done=100),
        make_facts(3, report=ReportArrival.IN_REVIEW),
        make_facts(4, done=100),
    ]
    assert [v.colour for v in judge(*months)] == [YELLOW, YELLOW, GREY, GREEN]


def test_each_class_may_have_its_own_clauses():
    strict = Scale(Metric.GAP, (Bracket(GREEN), Bracket(RED, above=Decimal(0), clause="OWN-1")))
    rules = RuleSet("t", "s", 1, {}, rules=(), by_class={"preparation": (strict,)})
    facts = [make_facts(done=0)]
    for project_class, shown in (("preparation", RED), ("construction", GREY)):
        verdicts = judge_year(facts, project_class, lambda _month: rules, today=LATER)
        assert verdicts[0].colour is shown


def test_each_month_is_judged_by_its_own_rules():
    missed = {"task_yuan": 100, "completed_yuan": 99, "done": 0}
    months = [make_facts(number, **missed) for number in (1, 2, 3, 4)]

    def of(month):
        return small()["small" if month.number < 3 else "monthly"]

    verdicts = judge_year(months, "construction", of, today=LATER)
    clauses = [[reason.clause for reason in verdict.reasons] for verdict in verdicts]
    assert clauses == [["SMALL-1"], ["SMALL-1"], ["MONTHLY-1"], ["MONTHLY-1", "MONTHLY-2"]]


def test_a_month_that_expects_nothing_is_not_measured():
    assert measure(Metric.MONTH_RATIO, make_facts(task_yuan=0)) is None
    assert measure(Metric.CURVE_RATIO, make_facts(curve_yuan=None)) is None


RED_BRACKET = "{above: 30, colour: red, clause: SMALL-2}"


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("{above: 30, colour: purple, clause: SMALL-2}", ".colour"),
        ("{above: 30, color: red, clause: SMALL-2}", ".color"),
        ("{above: 30, colour: grey, clause: SMALL-2}", ".colour"),
        ("{above: 30, colour: red}", ".clause"),
        ("{at_most: 30, colour: red, clause: SMALL-2}", ".at_most"),
        ("{above: 30, at_least: 30, colour: red, clause: SMALL-2}", ".above"),
        ("{above: 0, colour: red, clause: SMALL-2}", ""),
        ("{colour: red, clause: SMALL-2}", ""),
    ],
)
def test_a_faulty_bracket_is_named_by_file_line_and_key(tmp_path, wrong, key):
    with pytest.raises(PresetError) as error:
        read(TEXT.replace(RED_BRACKET, wrong), tmp_path)
    fault = error.value.faults[0]
    assert (fault.file, fault.line) == ("lights.yaml", 12)
    assert fault.key == f"small.rules[1].brackets[3]{key}"


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (("- {colour: green}", "- {above: -1, colour: green}"), 10, "rules[1].brackets[1]"),
        (("above: 30, colour: red", "above: 30, colour: green"), 10, "rules[1].brackets"),
        (("metric: start_overdue", "metric: gap"), 13, "rules[2].metric"),
        (("SMALL-3", "SMALL-1"), 16, "rules[2].brackets[2].clause"),
        (("  rules:\n    - metric: gap", "  rules:\n    - metrics: gap"), 8, "rules[1].metrics"),
    ],
)
def test_a_faulty_scale_is_named_by_file_line_and_key(tmp_path, change, line, key):
    with pytest.raises(PresetError) as error:
        read(TEXT.replace(change[0], change[1], 1), tmp_path)
    fault = error.value.faults[0]
    assert (fault.file, fault.key, fault.line) == ("lights.yaml", f"small.{key}", line)


@pytest.mark.parametrize("wrong", [{"months_running": 0}, {"months_running": 13}, {"brackets": ()}])
def test_a_scale_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        Scale(**{"metric": Metric.GAP, "brackets": (Bracket(GREEN),), **wrong})


def test_no_value_falls_between_brackets_or_into_two():
    bounds_ = [Decimal(n) / 2 for n in range(-20, 220)]
    for _name, dated in light_presets().items():
        for _since, rules in dated.steps:
            for scale in (*rules.rules, *(s for each in rules.by_class.values() for s in each)):
                for value in bounds_:
                    held = [c for c in scale.clauses() if c.holds(value)]
                    assert len(held) <= 1
                lowers = [each.lower for each in scale.brackets if each.lower is not None]
                assert all(low < high for low, high in pairwise(lowers))


def test_an_office_moves_one_limit_and_leaves_no_hole(tmp_path):
    own = "\nours: {extends: small, rules: {gap: {brackets: {SMALL-2: {above: 35}}}}}\n"
    rules = read(TEXT + own, tmp_path)["ours"]
    behind = [make_facts(6, done=18)]
    assert judge_year(behind, "construction", lambda _month: rules, today=LATER)[0].colour is YELLOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"by_class": {"road": ()}},
        {"meanings": {"pink": ""}},
        {"grace_days": 32},
        {"improve_after": 0},
    ],
)
def test_a_rule_set_without_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        RuleSet(**{"title": "t", "source": "s", "version": 1, "meanings": {}, "rules": (), **wrong})


def test_bounds_read_like_mathematics():
    brackets = (
        Bracket(GREEN),
        Bracket(YELLOW, above=Decimal(0), clause="A"),
        Bracket(YELLOW, at_least=Decimal(10), clause="B"),
        Bracket(RED, above=Decimal(30), clause="C"),
    )
    clauses = Scale(Metric.GAP, brackets).clauses()
    assert [bounds(c) for c in clauses] == ["0 < x < 10", "10 ≤ x ≤ 30", "30 < x"]


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
        assert "2 months running" in sentence(judge(*streak, preset="monthly")[-1].reasons[-1])
