from dataclasses import replace
from datetime import date

import pytest

from bihuan.factors import rules
from bihuan.factors.kinds import NeedAlertKind, NeedState, NeedVerb
from bihuan.factors.lists import Element, Limit
from bihuan.factors.presets import catalogues
from bihuan.factors.rules import NeedClock, NeedStanding
from bihuan.kit.errors import Refusal
from bihuan.projects.kinds import ProjectClass

MONDAY = date(2024, 3, 4)


def element(code: str) -> Element:
    found = catalogues()["district"].latest.element(code)
    assert found
    return found


def test_every_class_has_its_list_and_every_verb_its_row_and_owner() -> None:
    assert all(catalogues()["district"].latest.of_class(each) for each in ProjectClass)
    assert set(rules.MOVES) == set(NeedVerb)
    owners = [rules.OF_DEPARTMENT, rules.OF_PROJECT, rules.OF_OFFICE]
    assert sorted(verb for owner in owners for verb in owner) == sorted(NeedVerb)


def test_working_days_and_calendar_days_are_kept_apart() -> None:
    assert Limit(7, working=False).ends(MONDAY) == date(2024, 3, 11)
    assert Limit(7, working=True).ends(MONDAY) == date(2024, 3, 13)
    clock = rules.started(element("permit"), MONDAY)
    assert clock == NeedClock(date(2024, 3, 11), date(2024, 3, 7))
    assert rules.started(None, MONDAY) == NeedClock(None, None)
    assert rules.started(element("relocation"), MONDAY).statutory_due_on is None


def test_the_days_for_papers_are_added_as_each_limit_counts() -> None:
    clock = rules.started(element("permit"), MONDAY)
    again = rules.resumed(element("permit"), clock, date(2024, 3, 5), date(2024, 3, 11))
    assert again == NeedClock(date(2024, 3, 17), date(2024, 3, 13))


def test_a_promise_ends_no_later_than_the_law_over_a_long_holiday() -> None:
    before = date(2024, 9, 30)
    assert Limit(3, working=True).ends(before) > date(2024, 10, 7)
    clock = rules.started(element("permit"), before)
    assert clock == NeedClock(date(2024, 10, 7), date(2024, 10, 7))


def test_a_promise_may_not_be_longer_than_the_law() -> None:
    with pytest.raises(ValueError, match=r"\S"):
        replace(element("planning"), promised=Limit(21, working=True))
    replace(element("planning"), promised=Limit(20, working=True))


def test_the_day_it_is_needed_follows_the_milestone_or_the_planned_start() -> None:
    milestones = {"start": date(2024, 4, 30)}
    assert rules.needed_by(element("permit"), milestones, None) == date(2024, 4, 25)
    assert rules.needed_by(element("permit"), {}, date(2024, 5, 6)) == date(2024, 5, 1)
    assert rules.needed_by(element("permit"), {}, None) is None


def test_an_approval_holds_for_so_many_months() -> None:
    assert rules.valid_until(element("permit"), date(2024, 11, 30)) == date(2025, 2, 27)
    assert rules.valid_until(element("approval"), MONDAY) == date(2026, 3, 3)
    assert rules.valid_until(element("planning"), MONDAY) is None
    assert rules.valid_until(None, MONDAY) is None


def alerts(need: NeedStanding, on: date) -> list[NeedAlertKind]:
    return [saying.what for saying in rules.sayings(need, 30, on)]


def test_limits_are_passed_on_the_day_after() -> None:
    need = NeedStanding(
        NeedState.IN_REVIEW, statutory_due_on=date(2024, 3, 20), promised_due_on=date(2024, 3, 13)
    )
    assert alerts(need, date(2024, 3, 13)) == []
    assert alerts(need, date(2024, 3, 14)) == [NeedAlertKind.PROMISED_LATE]
    assert alerts(need, date(2024, 3, 21)) == [
        NeedAlertKind.PROMISED_LATE,
        NeedAlertKind.STATUTORY_LATE,
    ]
    assert alerts(replace(need, state=NeedState.SUPPLEMENT), date(2024, 3, 21)) == []


def test_what_is_needed_now_and_not_there_is_told() -> None:
    need = NeedStanding(NeedState.NOT_STARTED, needed_by=MONDAY)
    assert alerts(need, MONDAY) == []
    assert alerts(need, date(2024, 3, 5)) == [NeedAlertKind.NEEDED_NOW]
    for settled in (NeedState.APPROVED, NeedState.NOT_NEEDED, NeedState.PROMISED):
        assert alerts(replace(need, state=settled), date(2024, 3, 5)) == []


def test_an_approval_is_told_before_it_expires_and_after() -> None:
    need = NeedStanding(NeedState.APPROVED, valid_until=date(2024, 6, 30))
    assert alerts(need, date(2024, 5, 30)) == []
    assert alerts(need, date(2024, 5, 31)) == [NeedAlertKind.EXPIRING]
    assert alerts(need, date(2024, 7, 1)) == [NeedAlertKind.EXPIRING, NeedAlertKind.EXPIRED]


def test_a_broken_promise_is_told() -> None:
    need = NeedStanding(NeedState.PROMISED, promise_ends_on=MONDAY)
    assert alerts(need, MONDAY) == []
    assert alerts(need, date(2024, 3, 5)) == [NeedAlertKind.PROMISE_BROKEN]


def test_a_move_the_table_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match=r"未启动.*批复|Not started"):
        rules.check_move(NeedState.NOT_STARTED, NeedVerb.APPROVE)
    with pytest.raises(Refusal):
        rules.check_reason(NeedVerb.REFUSE, " ")
    rules.check_reason(NeedVerb.ASK, "")
