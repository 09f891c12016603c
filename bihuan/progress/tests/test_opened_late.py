"""A month that asked nobody, and a round that is opened when its last day is over (ROUND-10)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.progress import actions, rules
from bihuan.progress.models import Round
from bihuan.progress.queries import board, year_counts
from bihuan.progress.rules import Edge, RoundRules, Window

from .factories import MARCH, make_listed, make_reporter
from .pages import round_url

pytestmark = pytest.mark.django_db
LATE = datetime(2024, 4, 10, 2, tzinfo=UTC)
OFFICE = RoundRules("", Edge(day=20), Edge(day=28), workdays_if_late=3)


@pytest.mark.parametrize(
    ("opened_on", "opens_on", "closes_on"),
    [
        (date(2024, 3, 10), date(2024, 3, 10), date(2024, 3, 28)),
        (date(2024, 3, 28), date(2024, 3, 20), date(2024, 3, 28)),
        (date(2024, 3, 29), date(2024, 3, 29), date(2024, 4, 3)),
    ],
)
def test_a_round_opened_late_begins_then_and_lasts_so_many_working_days(
    opened_on: date, opens_on: date, closes_on: date
) -> None:
    assert rules.window_from(MARCH, OFFICE, opened_on=opened_on) == Window(opens_on, closes_on)


def test_a_later_last_day_is_taken_and_an_earlier_one_is_not() -> None:
    earliest = date(2024, 4, 17)
    rules.check_last_day(earliest, earliest)
    rules.check_last_day(date(2024, 7, 18), earliest)
    for day in (date(2024, 4, 16), date(2024, 7, 19)):
        with pytest.raises(Refusal):
            rules.check_last_day(day, earliest)


def test_days_of_a_late_round_are_1_to_31() -> None:
    for days in (0, 32):
        with pytest.raises(ValueError, match="31"):
            RoundRules("", Edge(day=20), Edge(day=28), workdays_if_late=days)


class TestPages:
    @pytest.fixture(autouse=True)
    def _late(self) -> Iterator[None]:
        with time_machine.travel(LATE, tick=False):
            yield

    def test_a_month_that_asked_nobody_says_so_and_offers_the_earliest_day(self) -> None:
        project = make_listed()
        page = signed_in(make_user()).get(round_url("all"))
        told = page.content.decode()
        assert "尚未开始填报" in told
        assert 'name="closes_on"' in told
        assert 'value="2024-04-17"' in told
        assert project.name not in told
        reader = signed_in(make_reporter()).get(round_url("all")).content.decode()
        assert "尚未开始填报" in reader
        assert 'name="closes_on"' not in reader

    def test_it_is_opened_until_the_day_given(self) -> None:
        make_listed()
        browser, address = signed_in(make_user()), f"/progress/{MARCH}/open/"
        assert browser.post(address, {"closes_on": "2024-04-16"}).status_code == 409
        assert browser.post(address, {"closes_on": "soon"}).status_code == 409
        assert not Round.objects.exists()
        assert browser.post(address, {"closes_on": "2024-04-19"}).status_code == 302
        assert Round.objects.get().closes_on == date(2024, 4, 19)

    def test_the_api_takes_the_day_too(self) -> None:
        browser, address = signed_in(make_user()), f"/api/progress/rounds/{MARCH}/open"
        told = browser.post(address, {"closes_on": "2024-04-22"}, content_type="application/json")
        assert (told.status_code, told.json()["closes_on"]) == (201, "2024-04-22")

    def test_a_month_to_come_has_no_form(self) -> None:
        told = signed_in(make_user()).get(round_url("all", Month(2024, 9))).content.decode()
        assert "尚未到填报时间" in told
        assert 'name="closes_on"' not in told

    def test_the_year_shows_no_number_for_it(self) -> None:
        make_listed()
        told = signed_in(make_user()).get("/progress/?year=2024").content.decode()
        assert "0.0%" not in told


def test_nobody_is_silent_in_a_month_that_asked_nobody() -> None:
    make_listed()
    seen = board(make_user(), MARCH, today=LATE.date())
    assert (seen.tally.silent, seen.closes_on, seen.is_asked) == (0, None, False)
    counts = year_counts(make_user(), 2024, today=LATE.date())
    assert [each.tally.silent for each in counts] == [0] * 12
    assert not any(each.is_asked for each in counts)


def test_a_round_opened_late_is_not_closed_by_the_next_tick() -> None:
    make_listed()
    actions.open_round(month=MARCH, by=make_user(), at=LATE)
    actions.run_rounds(on=LATE.date(), by=make_user(), at=LATE)
    march = Round.objects.get(month=MARCH.first_day)
    assert (march.state, march.opens_on, march.closes_on) == (
        "open",
        date(2024, 4, 10),
        date(2024, 4, 17),
    )
    assert board(make_user(), MARCH, today=date(2024, 4, 17)).tally.silent == 0
    assert board(make_user(), MARCH, today=date(2024, 4, 18)).tally.silent == 1


def _opened_under_an_earlier_version() -> Round:
    """A round that was opened after its last day and kept it: whoever reported was late."""
    make_listed()
    Round.objects.create(
        month=MARCH.first_day, opens_on=date(2024, 3, 20), closes_on=date(2024, 3, 28)
    )
    actions.run_rounds(on=LATE.date(), by=make_user(), at=LATE)
    return Round.objects.get()


class TestMoreTime:
    def test_a_round_opened_late_is_mended(self) -> None:
        found, today = _opened_under_an_earlier_version(), LATE.date()
        assert (found.state, board(make_user(), MARCH, today=today).tally.silent) == ("closed", 1)
        given = actions.extend_round(
            round=found, closes_on=date(2024, 4, 17), reason="开启过迟", by=make_user(), at=LATE
        )
        assert given.state == "open"
        assert board(make_user(), MARCH, today=date(2024, 4, 17)).tally.silent == 0
        assert board(make_user(), MARCH, today=date(2024, 4, 18)).tally.silent == 1
        event = Event.objects.get(verb="round.extended")
        assert event.note["closes_on"] == ["2024-03-28", "2024-04-17"]

    def test_a_day_that_is_over_opens_nothing_again(self) -> None:
        found = _opened_under_an_earlier_version()
        given = actions.extend_round(
            round=found, closes_on=date(2024, 4, 9), reason="补记", by=make_user(), at=LATE
        )
        assert (given.state, given.closes_on) == ("closed", date(2024, 4, 9))

    @pytest.mark.parametrize(
        ("day", "reason"),
        [
            (date(2024, 3, 28), "补记"),
            (date(2024, 3, 27), "补记"),
            (date(2024, 6, 29), "补记"),
            (date(2024, 4, 17), " "),
        ],
    )
    def test_what_cannot_be_is_refused(self, day: date, reason: str) -> None:
        found = _opened_under_an_earlier_version()
        with pytest.raises(Refusal):
            actions.extend_round(round=found, closes_on=day, reason=reason, by=make_user(), at=LATE)

    def test_a_locked_month_keeps_its_days_and_others_may_not(self) -> None:
        found = _opened_under_an_earlier_version()

        def extend(by: User) -> None:
            actions.extend_round(
                round=found, closes_on=date(2024, 4, 17), reason="补填", by=by, at=LATE
            )

        with pytest.raises(NotAllowed):
            extend(make_reporter())
        actions.lock_round(round=found, by=make_user(), at=LATE)
        with pytest.raises(Refusal):
            extend(make_user())

    def test_by_page_and_over_http(self) -> None:
        _opened_under_an_earlier_version()
        browser = signed_in(make_user())
        assert "延长填报时间" in browser.get(round_url("all")).content.decode()
        page, said = f"/progress/{MARCH}/extend/", {"closes_on": "2024-04-17", "reason": "补填"}
        assert browser.post(page, {**said, "closes_on": "soon"}).status_code == 409
        assert browser.post(page, said).status_code == 302
        told = browser.post(
            f"/api/progress/rounds/{MARCH}/extend",
            {**said, "closes_on": "2024-04-19"},
            content_type="application/json",
        )
        assert (told.status_code, told.json()["closes_on"]) == (200, "2024-04-19")
