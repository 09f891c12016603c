from datetime import date

import pytest

from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.presets import PresetError, load_dated
from bihuan.statistics import rules
from bihuan.statistics.presets import entry_rules
from bihuan.statistics.rules import EntryRules

TODAY = date(2024, 4, 10)
DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("entered", "started", "may"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY, DAY, True),
        (TODAY, DAY, True),
        (DAY, date(2024, 3, 2), False),
        (date(2024, 4, 11), None, False),
        (None, date(2024, 4, 11), False),
    ],
)
def test_entry_follows_the_start_and_neither_is_to_come(
    entered: date | None, started: date | None, *, may: bool
) -> None:
    if may:
        rules.check_standing(entered, started, today=TODAY)
        return
    with pytest.raises(Refusal):
        rules.check_standing(entered, started, today=TODAY)


@pytest.mark.parametrize(
    ("yuan", "entered", "ends", "may"),
    [
        (0, date(2024, 3, 31), date(2024, 3, 31), True),
        (0, date(2024, 4, 1), date(2024, 3, 31), False),
        (0, None, date(2024, 3, 31), False),
        (-1, DAY, date(2024, 3, 31), False),
        (1, DAY, date(2024, 4, 30), True),
        (1, DAY, date(2024, 5, 31), False),
    ],
)
def test_first_in_the_statistics_then_figures(
    yuan: int, entered: date | None, ends: date, *, may: bool
) -> None:
    def check() -> None:
        rules.check_month(yuan, month_ends_on=ends, entered_on=entered, today=TODAY)

    if may:
        check()
        return
    with pytest.raises(Refusal):
        check()


@pytest.mark.parametrize(
    ("yuan", "before", "after", "may"),
    [
        (5, None, None, True),
        (5, 5, 5, True),
        (4, 5, None, False),
        (6, None, 5, False),
        (-1, None, None, False),
    ],
)
def test_the_cumulative_rises(
    yuan: int, before: int | None, after: int | None, *, may: bool
) -> None:
    if may:
        rules.check_cumulative(yuan, before=before, after=after)
        return
    with pytest.raises(Refusal):
        rules.check_cumulative(yuan, before=before, after=after)


@pytest.mark.parametrize(
    ("months", "month", "day"),
    [
        (1, Month(2024, 2), date(2024, 1, 28)),
        (1, Month(2024, 3), date(2024, 2, 29)),
        (2, Month(2024, 3), date(2024, 1, 30)),
        (2, Month(2024, 1), date(2023, 11, 30)),
    ],
)
def test_a_start_is_past_its_time_for_the_statistics_after_so_many_full_months(months, month, day):
    assert EntryRules("", "", months).started_by(month) == day


@pytest.mark.parametrize("months", [0, -1, 25])
def test_a_senseless_time_to_enter_the_statistics_is_refused_by_its_key(tmp_path, months):
    path = tmp_path / "statistics.yaml"
    path.write_text(f"entry: {{title: x, source: y, within_months: {months}}}\n")
    with pytest.raises(PresetError) as told:
        load_dated(EntryRules, path)
    assert told.value.faults[0].file == "statistics.yaml"


def test_the_time_to_enter_the_statistics_may_change_from_a_day_on(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "statistics.yaml").write_text(
        "entry: {extends: entry, within_months: {values: {2025-01-01: 2}}}\n"
    )
    entry_rules.cache_clear()
    try:
        days = date(2024, 12, 31), date(2025, 1, 1)
        assert [entry_rules().on(day).within_months for day in days] == [1, 2]
    finally:
        entry_rules.cache_clear()
