from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.funding.kinds import FundingFlag, FundingStage, Programme
from bihuan.funding.presets import funding_rules
from bihuan.funding.programmes import FundingLimit, ProgrammeRules
from bihuan.funding.rules.flags import judged, months_later, waits_since
from bihuan.funding.rules.ladder import (
    LadderStep,
    Sums,
    check_ladder,
    check_step,
    handed_back,
    summed,
)
from bihuan.kit.errors import Refusal

S = FundingStage
MARCH, APRIL, MAY = date(2024, 3, 4), date(2024, 4, 8), date(2024, 5, 6)
RULES = funding_rules().on(MARCH)
CENTRAL = RULES.of(Programme.CENTRAL_BUDGET)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def test_every_programme_has_rules_and_own_money_has_no_quota():
    assert [each.code for each in RULES.programmes] == list(Programme)
    assert not RULES.of(Programme.OWN).has_quota
    assert S.FORWARDED not in RULES.of(Programme.PRIVATE).stages


def test_a_payment_before_the_quota_s_day_is_refused_by_name():
    steps = [
        LadderStep(S.ISSUED, APRIL, 10),
        LadderStep(S.IN_PLACE, APRIL, 10),
        LadderStep(S.PAID, MARCH, 5),
    ]
    with pytest.raises(Refusal, match="会早于"):
        check_ladder(steps)
    check_ladder([*steps[:2], LadderStep(S.PAID, APRIL, 5)])


@pytest.mark.parametrize(
    ("stage", "yuan"), [(S.IN_PLACE, 11), (S.PAID, 11)], ids=["in place", "paid"]
)
def test_no_more_than_the_quota_is_in_place_and_no_more_than_is_in_place_is_paid(stage, yuan):
    steps = [LadderStep(S.ISSUED, MARCH, 10)]
    if stage is S.PAID:
        steps.append(LadderStep(S.IN_PLACE, APRIL, 10))
    check_ladder([*steps, LadderStep(stage, APRIL, 10)])
    with pytest.raises(Refusal):
        check_ladder([*steps, LadderStep(stage, APRIL, yuan)])


def test_money_that_comes_later_does_not_pay_earlier():
    late = [
        LadderStep(S.ISSUED, MARCH, 10),
        LadderStep(S.PAID, APRIL, 5),
        LadderStep(S.IN_PLACE, MAY, 10),
    ]
    with pytest.raises(Refusal):
        check_ladder(late)


def test_a_cut_below_what_is_paid_is_money_to_return_and_nothing_more_is_paid():
    steps = [
        LadderStep(S.ISSUED, MARCH, 10),
        LadderStep(S.IN_PLACE, MARCH, 10),
        LadderStep(S.PAID, APRIL, 9),
        LadderStep(S.ISSUED, MAY, -4),
    ]
    check_ladder(steps)
    assert summed(steps) == Sums(issued=6, in_place=10, paid=9)
    assert summed(steps).to_return == 4
    for more in (LadderStep(S.PAID, MAY, 1), LadderStep(S.IN_PLACE, MAY, 1)):
        with pytest.raises(Refusal):
            check_ladder([*steps, more])
    assert handed_back(4, summed(steps)) == 3
    with pytest.raises(Refusal):
        handed_back(5, summed(steps))


def test_a_stage_a_day_and_an_amount_must_fit():
    def refused(step: LadderStep, rules: ProgrammeRules = CENTRAL, year: int = 2024) -> bool:
        try:
            check_step(step, rules, year=year, today=MAY)
        except Refusal:
            return True
        return False

    assert not refused(LadderStep(S.APPLIED, MARCH, 5))
    assert refused(LadderStep(S.APPLIED, MAY + timedelta(1), 5))
    assert refused(LadderStep(S.APPLIED, MARCH))
    assert refused(LadderStep(S.LISTED, MARCH, 5))
    assert refused(LadderStep(S.APPLIED, MARCH, 5), RULES.of(Programme.OWN))
    assert refused(LadderStep(S.ISSUED, MARCH, 5), year=2023)
    assert refused(LadderStep(S.APPLIED, MARCH, 0))


def flags(
    *steps: LadderStep, rules: ProgrammeRules = CENTRAL, on: date, lump: bool = False, total=None
):
    found = judged(steps, rules, lump=lump, total_investment_yuan=total, on=on)
    assert all(each.clause.startswith("FUND-") and each.reason for each in found)
    return {each.kind for each in found}


def test_a_quota_is_forwarded_within_ten_working_days_and_a_lump_plan_within_twenty():
    issued = LadderStep(S.ISSUED, MARCH, 10)
    tenth, twentieth = date(2024, 3, 18), date(2024, 4, 1)
    assert flags(issued, on=tenth) == set()
    assert flags(issued, on=tenth + timedelta(1)) == {FundingFlag.FORWARDED_LATE}
    assert flags(issued, on=twentieth, lump=True) == set()
    assert flags(issued, on=twentieth + timedelta(1), lump=True) == {FundingFlag.FORWARDED_LATE}
    assert flags(issued, LadderStep(S.FORWARDED, tenth), on=MAY) == set()
    late = LadderStep(S.FORWARDED, tenth + timedelta(1))
    assert flags(issued, late, on=MAY) == {FundingFlag.FORWARDED_LATE}


def test_money_of_special_bonds_is_spent_within_six_months():
    bond = RULES.of(Programme.SPECIAL_BOND)
    steps = (LadderStep(S.ISSUED, MARCH, 10), LadderStep(S.IN_PLACE, MARCH, 10))
    assert flags(*steps, rules=bond, on=date(2024, 8, 31)) == set()
    assert FundingFlag.SPENT_LATE not in flags(*steps, rules=bond, on=date(2024, 9, 4))
    assert FundingFlag.SPENT_LATE in flags(*steps, rules=bond, on=date(2024, 9, 5))
    works = LadderStep(S.WORKS, MAY, 10)
    assert (
        flags(*steps, works, LadderStep(S.PAID, MAY, 10), rules=bond, on=date(2024, 12, 1)) == set()
    )


def test_idle_days_run_from_the_oldest_money_not_paid():
    steps = [LadderStep(S.IN_PLACE, MARCH, 10), LadderStep(S.IN_PLACE, APRIL, 5)]
    assert waits_since(steps, 9) == MARCH
    assert waits_since(steps, 10) == APRIL
    assert waits_since(steps, 15) is None


def test_what_is_paid_ahead_of_works_and_above_its_share_is_flagged():
    steps = [
        LadderStep(S.ISSUED, MARCH, 10),
        LadderStep(S.FORWARDED, MARCH),
        LadderStep(S.IN_PLACE, MARCH, 10),
    ]
    paid = [*steps, LadderStep(S.PAID, APRIL, 5)]
    assert flags(*paid, on=MAY) == {FundingFlag.AHEAD_OF_WORKS}
    assert flags(*paid, LadderStep(S.WORKS, APRIL, 5), on=MAY) == set()
    capped = ProgrammeRules(Programme.PROVINCIAL, "", (S.ISSUED,), cap_percent=Decimal(50))
    assert flags(*steps, rules=capped, on=APRIL, total=20) == set()
    assert flags(*steps, rules=capped, on=APRIL, total=19) == {FundingFlag.ABOVE_CAP}


def test_the_last_day_of_a_month_stays_one():
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert FundingLimit(3, working=False).ends(MARCH) == date(2024, 3, 7)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([S.ISSUED, S.IN_PLACE, S.PAID, S.WORKS]),
            st.integers(0, 5),
            st.integers(-4, 9).filter(bool),
        ),
        max_size=14,
    )
)
@settings(deadline=None)
def test_on_every_day_paid_is_within_in_place_and_that_within_the_quota_or_to_be_returned(drawn):
    steps: list[LadderStep] = []
    for stage, day, yuan in drawn:
        tried = [*steps, LadderStep(stage, MARCH + timedelta(day), yuan)]
        try:
            check_ladder(tried)
        except Refusal:
            continue
        steps = tried
    was_cut = any(each.stage is S.ISSUED and (each.yuan or 0) < 0 for each in steps)
    for day in range(6):
        sums = summed(each for each in steps if each.on <= MARCH + timedelta(day))
        assert 0 <= sums.paid <= sums.in_place <= sums.issued + sums.to_return
        assert was_cut or not sums.to_return
