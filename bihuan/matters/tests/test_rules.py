from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import rules
from bihuan.matters.available_moves import ORDER
from bihuan.matters.kinds import OPEN, OVER, MatterState, Verb
from bihuan.matters.rules import Earlier, MatterClock

FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)


def test_every_verb_but_raising_has_its_row_in_the_table() -> None:
    assert set(rules.MOVES) == set(Verb) - {Verb.RAISE}


def test_closing_needs_verifying_and_verifying_an_answer() -> None:
    assert rules.MOVES[Verb.CLOSE].frm == {MatterState.VERIFIED}
    assert rules.MOVES[Verb.VERIFY].frm == {MatterState.ANSWERED}
    assert all(
        step.to != MatterState.CLOSED for verb, step in rules.MOVES.items() if verb != Verb.CLOSE
    )


def test_what_is_over_only_opens_again() -> None:
    assert {verb for verb, step in rules.MOVES.items() if step.frm & OVER} == {Verb.REOPEN}
    assert set(MatterState) == OPEN | OVER


def test_a_move_the_table_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match=r"已提出.*核验|Verify.*Raised"):
        rules.check_move(MatterState.RAISED, Verb.VERIFY)
    rules.check_move(MatterState.ANSWERED, Verb.VERIFY)


def test_a_clock_counts_working_days_after_the_first() -> None:
    assert MatterClock(FRIDAY).age(FRIDAY) == 0
    assert MatterClock(FRIDAY).age(MONDAY) == 1
    assert MatterClock(FRIDAY).age(date(2024, 3, 3)) == 0


def test_a_clock_brings_its_age_along_and_leaves_pauses_out() -> None:
    clock = MatterClock(FRIDAY, inherited_days=5, paused_days=2)
    assert clock.age(date(2024, 3, 6)) == 6
    assert clock.age(MONDAY) == 5


def test_a_stopped_clock_stands_still() -> None:
    assert MatterClock(FRIDAY, stopped_on=MONDAY).age(date(2024, 6, 3)) == 1


def test_handlers_and_their_colleagues_never_verify() -> None:
    rules.check_not_a_handler(1, 7, handlers={2}, organisations={8})
    for by, organisation in ((2, 7), (1, 8)):
        with pytest.raises(NotAllowed):
            rules.check_not_a_handler(by, organisation, handlers={2}, organisations={8})


def test_an_answer_says_what_was_done_or_shows_it() -> None:
    rules.check_evidence("已完成全部12户房屋的征收", 0)
    rules.check_evidence("见图", 1)
    with pytest.raises(Refusal):
        rules.check_evidence("已办结", 0)
    with pytest.raises(Refusal):
        rules.check_evidence("  ", 1)


def test_the_first_deadline_is_the_limit_less_the_age_brought_along() -> None:
    day: dict[str, Any] = {"kind": "blocker", "on": FRIDAY, "limit": 7, "wished": None}
    assert rules.due_day(**day, inherited=0) == date(2024, 3, 12)
    assert rules.due_day(**day, inherited=5) == date(2024, 3, 5)
    assert rules.due_day(**day, inherited=50) == MONDAY


def test_only_an_order_names_a_later_deadline() -> None:
    later, standard = date(2024, 4, 1), date(2024, 3, 12)
    given: dict[str, Any] = {"on": FRIDAY, "limit": 7, "inherited": 0}
    assert rules.due_day("order", **given, wished=later) == later
    assert rules.due_day("blocker", **given, wished=standard) == standard
    with pytest.raises(Refusal, match="2024年3月12日"):
        rules.due_day("blocker", **given, wished=later)
    with pytest.raises(Refusal):
        rules.due_day("order", **given, wished=date(2024, 2, 29))


def test_assigning_shortens_the_time_and_never_lengthens_it() -> None:
    given: dict[str, Any] = {"due_on": date(2024, 3, 12), "on": FRIDAY, "is_first": True}
    later = date(2024, 3, 13)
    rules.check_shortens("blocker", **given, wished=FRIDAY)
    rules.check_shortens("order", **given, wished=later)
    with pytest.raises(Refusal):
        rules.check_shortens("blocker", **given, wished=later)
    with pytest.raises(Refusal):
        rules.check_shortens("order", **given, wished=date(2024, 2, 29))
    for gone in ({"is_first": False}, {"on": later}):
        with pytest.raises(Refusal):
            rules.check_shortens("order", **{**given, **gone}, wished=date(2024, 3, 14))


def test_no_deadline_lies_in_the_past_or_more_than_five_years_ahead() -> None:
    rules.check_deadline(FRIDAY, FRIDAY)
    rules.check_deadline(date(2029, 12, 31), FRIDAY)
    for wished in (date(2024, 2, 29), date(2030, 1, 1)):
        with pytest.raises(Refusal):
            rules.check_deadline(wished, FRIDAY)


def test_what_was_withdrawn_has_as_many_days_left_as_then() -> None:
    stopped = {"stopped_on": FRIDAY, "on": date(2024, 4, 1)}
    assert rules.due_again(due_on=MONDAY, **stopped) == date(2024, 4, 2)
    assert rules.due_again(due_on=date(2024, 2, 29), **stopped) == date(2024, 3, 29)


def test_an_extension_is_later_and_one_of_few() -> None:
    given: dict[str, Any] = {"due_on": FRIDAY, "on": FRIDAY, "most": 2}
    rules.check_extension(**given, wished=MONDAY, granted=1)
    with pytest.raises(Refusal):
        rules.check_extension(**given, wished=FRIDAY, granted=0)
    with pytest.raises(Refusal):
        rules.check_extension(**given, wished=MONDAY, granted=2)


def test_a_pause_ends_later_but_not_too_late() -> None:
    rules.check_pause(on=FRIDAY, ends_on=MONDAY, longest=1, taken=0)
    with pytest.raises(Refusal):
        rules.check_pause(on=FRIDAY, ends_on=FRIDAY, longest=1, taken=0)
    with pytest.raises(Refusal):
        rules.check_pause(on=FRIDAY, ends_on=date(2024, 3, 5), longest=1, taken=0)
    with pytest.raises(Refusal):
        rules.check_pause(on=FRIDAY, ends_on=MONDAY, longest=2, taken=2)


def test_the_same_words_are_recognised_and_open_twins_come_first() -> None:
    others = [
        Earlier(1, "2024-0001", "迎丰路征地拆迁受阻", "三户未签约", is_open=False),
        Earlier(2, "2024-0002", "迎丰路征地拆迁受阻", "还有三户未签约", is_open=True),
        Earlier(3, "2024-0003", "电力线路迁改", "", is_open=True),
    ]
    found = rules.twins("迎丰路 征地拆迁受阻！", "", others, Decimal(75))
    assert [each.pk for each in found] == [2, 1]
    closed = rules.twins("迎丰路征地拆迁受阻", "", others[:1], Decimal(75))
    assert [each.pk for each in closed] == [1]
    assert rules.twins("给水管网接入", "", others, Decimal(75)) == []


def test_of_several_twins_the_oldest_counts_with_what_each_was_raised_again_as() -> None:
    others = [
        Earlier(1, "2024-0001", "迎丰路征地拆迁受阻", "", is_open=False, age=9),
        Earlier(2, "2024-0002", "北侧还有两户不肯签", "", is_open=False, age=30, earlier=1),
        Earlier(3, "2024-0003", "迎丰路征地拆迁受阻了", "", is_open=False, age=4),
    ]
    found = rules.twins("迎丰路征地拆迁受阻", "", others, Decimal(75))
    assert [each.pk for each in found] == [2, 1, 3]


def test_the_milestone_slips_from_the_deadline_or_from_today() -> None:
    due = date(2024, 3, 12)
    assert rules.slip_days(milestone_on=date(2024, 3, 12), due_on=due, on=FRIDAY) == 0
    assert rules.slip_days(milestone_on=date(2024, 3, 11), due_on=due, on=FRIDAY) == 1
    assert rules.slip_days(milestone_on=date(2024, 3, 11), due_on=due, on=date(2024, 3, 20)) == 9
    assert rules.slip_days(milestone_on=None, due_on=due, on=FRIDAY) == 0
    assert rules.priority(100, 0) == 100
    assert rules.priority(100, 9) == 1000


def test_every_move_is_offered_to_somebody() -> None:
    assert sorted(ORDER) == sorted(rules.MOVES)
