from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.kit.days import day_begins
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, check_begun
from bihuan.kit.presets import PresetError, load_presets
from bihuan.progress import rules
from bihuan.progress.kinds import Origin, ReportStanding, ReportState, RoundState
from bihuan.progress.rules import Edge, RoundRules
from bihuan.projects.kinds import ProjectClass

QUARTERLY = RoundRules(
    "", Edge(day=20), Edge(day=28), quarterly=(ProjectClass.PREPARATION,), monthly_once_started=True
)
MARCH = Month(2024, 3)


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    late = RoundRules("", opens=Edge(day=31), closes=Edge(day=31))
    assert rules.window(Month(2023, 2), late).closes_on == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("closes: {day: 10}", "own"),
        ("closes: {day: 32}", "own.closes"),
        ("closes: {day: 0}", "own.closes"),
        ("closes: {}", "own.closes"),
        ("closes: {day: 25, workday: 5}", "own.closes"),
        ("closes: {day: 25, months_later: 4}", "own.closes"),
        ("closes: {day: late}", "own.closes.day"),
    ],
)
def test_a_senseless_window_is_refused_by_its_key(tmp_path: Path, line: str, key: str) -> None:
    path = tmp_path / "rounds.yaml"
    path.write_text(f"own:\n  title: x\n  opens: {{day: 20}}\n  {line}\n")
    with pytest.raises(PresetError) as told:
        load_presets(RoundRules, path)
    assert (told.value.faults[0].key, told.value.faults[0].file) == (key, "rounds.yaml")


@pytest.mark.parametrize(
    ("month", "project_class", "started_on", "due"),
    [
        (2, "construction", None, True),
        (2, "preparation", None, False),
        (3, "preparation", None, True),
        (2, "preparation", date(2024, 2, 29), True),
        (2, "preparation", date(2024, 3, 1), False),
    ],
)
def test_preparation_reports_by_quarter_until_it_starts(
    month: int, project_class: str, started_on: date | None, *, due: bool
) -> None:
    month_of = Month(2024, month)
    assert rules.is_due(month_of, project_class, QUARTERLY, started_on=started_on) is due


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (None, 28, ReportStanding.TO_FILL),
        (None, 29, ReportStanding.SILENT),
        ("draft", 28, ReportStanding.TO_FILL),
        ("draft", 29, ReportStanding.SILENT),
        ("returned", 28, ReportStanding.RETURNED),
        ("returned", 29, ReportStanding.SILENT),
        ("submitted", 29, ReportStanding.IN_REVIEW),
        ("accepted", 29, ReportStanding.ACCEPTED),
        ("locked", 29, ReportStanding.ACCEPTED),
    ],
)
def test_silence_begins_after_the_last_day(
    state: str | None, today: int, expected: ReportStanding
) -> None:
    standing = rules.standing(state, closes_on=date(2024, 3, 28), today=date(2024, 3, today))
    assert standing is expected


def test_before_a_round_exists_there_is_only_something_to_fill() -> None:
    assert rules.standing(None, closes_on=None, today=date(2030, 1, 1)) is ReportStanding.TO_FILL


def test_the_last_day_is_on_time_and_history_is_never_late() -> None:
    over = day_begins(date(2024, 3, 29))
    assert not rules.is_late(over - timedelta(microseconds=1), over, Origin.FORM)
    assert rules.is_late(over, over, Origin.FORM)
    assert not rules.is_late(over, over, Origin.BACKFILL)
    assert not rules.is_late(None, over, Origin.FORM)


def test_a_day_begins_at_midnight_in_china() -> None:
    assert day_begins(date(2024, 3, 29)) == datetime(2024, 3, 28, 16, tzinfo=UTC)


ALLOWED = {
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "returned"),
    ("submitted", "accepted"),
    ("returned", "submitted"),
    ("accepted", "locked"),
}


@pytest.mark.parametrize("now", ReportState)
@pytest.mark.parametrize("to", ReportState)
def test_a_report_moves_only_along_the_table(now: ReportState, to: ReportState) -> None:
    if (now.value, to.value) in ALLOWED:
        rules.check_move(now, to)
        return
    with pytest.raises(Refusal):
        rules.check_move(now, to)


@pytest.mark.parametrize("state", ReportState)
def test_only_drafts_and_returned_reports_are_edited(state: ReportState) -> None:
    if state in (ReportState.DRAFT, ReportState.RETURNED):
        rules.check_editable(state)
        return
    with pytest.raises(Refusal):
        rules.check_editable(state)


@pytest.mark.parametrize(
    ("state", "today", "reopened", "may"),
    [
        (None, 20, False, False),
        (RoundState.OPEN, 19, False, False),
        (RoundState.OPEN, 20, False, True),
        (RoundState.CLOSED, 29, False, True),
        (RoundState.LOCKED, 29, False, False),
        (RoundState.LOCKED, 29, True, True),
    ],
)
def test_a_month_is_filled_from_opening_until_locking(
    state: str | None, today: int, *, reopened: bool, may: bool
) -> None:
    def check() -> None:
        rules.check_fillable(
            Month(2024, 3),
            state,
            opens_on=date(2024, 3, 20),
            today=date(2024, 3, today),
            reopened=reopened,
        )

    if may:
        check()
        return
    with pytest.raises(Refusal):
        check()


def test_nobody_passes_their_own_report() -> None:
    rules.check_other_person(1, {2, 3})
    rules.check_other_person(None, {2, 3})  # nobody handed in what history brought
    with pytest.raises(Refusal):
        rules.check_other_person(3, {2, 3})


@pytest.mark.parametrize(
    ("state", "today", "told_otherwise", "history"),
    [
        (None, 29, False, True),
        (None, 28, False, False),
        (RoundState.CLOSED, 29, False, True),
        (RoundState.CLOSED, 29, True, False),
        (RoundState.OPEN, 29, False, False),
        (RoundState.LOCKED, 29, True, True),
    ],
)
def test_a_month_that_was_never_run_here_or_is_locked_is_history(
    *, state: str | None, today: int, told_otherwise: bool, history: bool
) -> None:
    found = rules.is_history(
        state,
        rules.Window(date(2024, 3, 20), date(2024, 3, 28)),
        today=date(2024, 3, today),
        told_otherwise=told_otherwise,
    )
    assert found is history


def test_a_month_that_has_not_begun_is_refused() -> None:
    check_begun(Month(2024, 3), today=date(2024, 3, 1))
    with pytest.raises(Refusal):
        check_begun(Month(2024, 3), today=date(2024, 2, 29))


def test_what_was_accepted_changes_only_with_a_reason() -> None:
    rules.check_correction("漏报")
    with pytest.raises(Refusal):
        rules.check_correction(" ")


@pytest.mark.parametrize(
    ("waiting", "day", "reason", "may"),
    [(0, 29, "", True), (0, 28, "", False), (1, 29, "", False), (1, 29, "催报无果", True)],
)
def test_a_round_locks_after_its_last_day_when_nothing_waits(
    waiting: int, day: int, reason: str, *, may: bool
) -> None:
    def check() -> None:
        rules.check_lock(
            waiting=waiting, on=date(2024, 3, day), closes_on=date(2024, 3, 28), reason=reason
        )

    if may:
        check()
        return
    with pytest.raises(Refusal):
        check()


@pytest.mark.parametrize(
    ("day", "may"), [(9, False), (10, True), (20, True), (21, False), (26, False)]
)
def test_milestones_are_reached_in_order_and_not_in_the_future(day: int, *, may: bool) -> None:
    def check() -> None:
        rules.check_reached(
            date(2024, 3, day),
            today=date(2024, 3, 25),
            before=date(2024, 3, 10),
            after=date(2024, 3, 20),
        )

    if may:
        check()
        return
    with pytest.raises(Refusal):
        check()


def test_today_is_not_the_future() -> None:
    rules.check_reached(date(2024, 3, 25), today=date(2024, 3, 25), before=None, after=None)
    with pytest.raises(Refusal):
        rules.check_reached(date(2024, 3, 26), today=date(2024, 3, 25), before=None, after=None)


def test_a_reason_is_words() -> None:
    rules.check_reason("补报")
    with pytest.raises(Refusal):
        rules.check_reason("  ")
