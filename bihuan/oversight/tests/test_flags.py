"""Flags and visits by rule alone, without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.rules.ladder import LadderStep
from bihuan.kit.months import Month
from bihuan.oversight.kinds import DutyState, OversightFlag
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.rules.flags import WatchedProject, WatchedYear, flagged
from bihuan.oversight.rules.references import reference, title_of
from bihuan.oversight.rules.visits import due_day, duties
from bihuan.oversight.watches import OversightRules, PaymentStep, ProgrammeWatch, RequiredVisit
from bihuan.visits.kinds import VisitPurpose

S, F, V = FundingStage, OversightFlag, VisitPurpose
MARCH = date(2024, 3, 4)
QUOTA = LadderStep(S.ISSUED, MARCH, 1_000)
WATCH = ProgrammeWatch(
    Programme.SPECIAL_BOND,
    "某规定",
    start_days=90,
    behind_points=Decimal(10),
    payment=(PaymentStep(4, Decimal(35)), PaymentStep(7, Decimal(70))),
    cut_percent=Decimal(10),
    overdue_days=5,
    works_months=3,
)
STARTED = WatchedProject(started_on=MARCH)
WORKS = LadderStep(S.WORKS, MARCH, 10)


def kinds(*steps: LadderStep, project: WatchedProject | None = STARTED, on: date) -> list[Any]:
    return [F(each.kind) for each in flagged([QUOTA, WORKS, *steps], project, WATCH, on)]


def test_without_a_quota_nothing_is_said():
    assert flagged([LadderStep(S.APPLIED, MARCH, 5)], STARTED, WATCH, date(2025, 1, 1)) == ()
    gone = [QUOTA, LadderStep(S.ISSUED, MARCH, -1_000)]
    assert flagged(gone, STARTED, WATCH, date(2025, 1, 1)) == ()


def test_works_start_by_the_promised_day_else_so_many_days_after_the_quota():
    waiting = WatchedProject()
    assert kinds(project=waiting, on=date(2024, 6, 2)) == []
    assert kinds(project=waiting, on=date(2024, 6, 3)) == [F.NOT_STARTED]
    promised = WatchedProject(start_due_on=date(2024, 4, 30))
    assert kinds(project=promised, on=date(2024, 4, 30)) == []
    [said] = flagged([QUOTA, WORKS], promised, WATCH, date(2024, 5, 2))
    assert (said.kind, said.clause, said.article) == (F.NOT_STARTED, "OVER-1", "某规定")
    assert "2024年4月30日" in said.reason
    assert "2天" in said.reason
    assert kinds(project=None, on=date(2024, 6, 3)) == []  # another line says it


@pytest.mark.parametrize(("completed", "is_behind"), [(40, False), (39, True), (80, False)])
def test_progress_is_behind_by_more_points_than_allowed(completed, is_behind):
    year = WatchedYear(Month(2024, 6), completed * 10, 500, 1_000)
    found = kinds(project=replace(STARTED, year=year), on=date(2024, 6, 20))
    assert (F.BEHIND in found) is is_behind
    done = replace(STARTED, year=year, finished_on=date(2024, 6, 1))
    assert F.BEHIND not in kinds(project=done, on=date(2024, 6, 20))


def test_a_year_without_a_plan_is_not_behind():
    assert WatchedYear(Month(2024, 6), 0, 0, 0).behind_points == 0


def test_less_is_paid_out_than_the_newest_step_asks():
    paid = [LadderStep(S.IN_PLACE, MARCH, 1_000), LadderStep(S.PAID, MARCH, 349)]
    assert kinds(*paid, on=date(2024, 7, 4)) == []
    assert kinds(*paid, on=date(2024, 7, 5)) == [F.PAYMENT_LOW]
    enough = [*paid, LadderStep(S.PAID, MARCH, 1)]
    assert kinds(*enough, on=date(2024, 7, 5)) == []
    assert kinds(*enough, on=date(2024, 10, 5)) == [F.PAYMENT_LOW]


def test_a_cut_of_quota_or_of_total_investment_is_said_once():
    cut = LadderStep(S.ISSUED, MARCH, -100)
    assert kinds(cut, on=MARCH) == [F.SCALE_CUT]
    assert kinds(LadderStep(S.ISSUED, MARCH, -99), on=MARCH) == []
    fell = replace(STARTED, total_then_yuan=1_000, total_yuan=900)
    assert kinds(project=fell, on=MARCH) == [F.SCALE_CUT]
    assert kinds(project=replace(fell, total_yuan=901), on=MARCH) == []
    [both] = flagged([QUOTA, WORKS, cut], fell, WATCH, MARCH)
    assert "下达" in both.reason
    assert "总投资" in both.reason


def test_works_are_overdue_after_the_days_allowed():
    late = replace(STARTED, finish_due_on=date(2024, 5, 1))
    assert kinds(project=late, on=date(2024, 5, 6)) == []
    assert kinds(project=late, on=date(2024, 5, 7)) == [F.OVERDUE]
    done = replace(late, finished_on=date(2024, 5, 7))
    assert kinds(project=done, on=date(2024, 5, 8)) == []


def test_a_bond_without_works_is_said():
    on = date(2024, 6, 5)
    assert [v.kind for v in flagged([QUOTA], STARTED, WATCH, on)] == [F.NO_WORKS]
    assert flagged([QUOTA], STARTED, WATCH, date(2024, 6, 4)) == ()
    assert kinds(on=on) == []


def test_what_a_programme_does_not_ask_is_not_said():
    bare = ProgrammeWatch(Programme.OWN, "某规定")
    late = WatchedProject(finish_due_on=MARCH, total_then_yuan=10, total_yuan=1)
    assert flagged([QUOTA], late, bare, date(2030, 1, 1)) == ()


THREE = (
    RequiredVisit(V.START, days=30),
    RequiredVisit(V.WORKS, share=50),
    RequiredVisit(V.COMPLETION, days=30),
)


def test_visits_are_due_by_start_share_and_finish():
    project = WatchedProject(started_on=MARCH, finish_due_on=date(2024, 9, 4))
    assert [due_day(each, project) for each in THREE] == [
        date(2024, 4, 3),
        date(2024, 6, 4),
        None,
    ]
    done = replace(project, finished_on=date(2024, 8, 1))
    assert due_day(THREE[2], done) == date(2024, 8, 31)
    assert due_day(THREE[1], WatchedProject(started_on=MARCH)) is None
    assert due_day(THREE[1], replace(project, finish_due_on=date(2024, 3, 1))) is None
    assert due_day(THREE[0], WatchedProject()) is None


def test_a_visit_made_late_is_made_and_one_without_is_missing_after_its_day():
    project = WatchedProject(started_on=MARCH, finish_due_on=date(2024, 9, 4))
    made = {V.WORKS: date(2024, 8, 1)}
    states = [each.state for each in duties(THREE, project, made, date(2024, 8, 2))]
    assert states == [DutyState.MISSING, DutyState.MADE, DutyState.TO_COME]
    on_the_day = duties(THREE, project, {}, date(2024, 4, 3))
    assert on_the_day[0].state is DutyState.TO_COME


def test_our_rules_are_read_and_cite_the_decree():
    rules = oversight_rules().on(date(2024, 12, 20))
    central, bond = rules.of("central_budget"), rules.of("special_bond")
    assert central is not None
    assert bond is not None
    assert "第10号" in central.law
    assert [each.purpose for each in central.visits] == list(V)
    assert not bond.visits
    assert "天津" in bond.law_of(F.PAYMENT_LOW)
    assert "天津" not in bond.law_of(F.BEHIND)
    assert rules.of("own") is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: PaymentStep(0, Decimal(5)),
        lambda: PaymentStep(3, Decimal(101)),
        lambda: RequiredVisit(V.WORKS),
        lambda: RequiredVisit(V.START, share=5),
        lambda: RequiredVisit(V.START, days=400),
        lambda: replace(WATCH, payment=WATCH.payment[::-1]),
        lambda: replace(WATCH, visits=(THREE[0], THREE[0])),
        lambda: replace(WATCH, laws={"party": "某规定"}),
        lambda: OversightRules("", "", 1, {}, (WATCH, WATCH)),
    ],
)
def test_rules_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()


def test_a_flag_is_named_the_same_each_time():
    assert reference(7, "behind") == "behind 7"
    assert title_of("进度滞后", "甲 2024") == "进度滞后：甲 2024"
    assert title_of("Behind", "甲") == "Behind: 甲"
