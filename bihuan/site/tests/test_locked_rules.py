"""A number overwritten without a day does not rewrite what locked months were held to."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import Refusal
from bihuan.lights.presets import light_presets
from bihuan.progress.actions import lock_round
from bihuan.progress.models import Round
from bihuan.projects.kinds import Rules
from bihuan.projects.models import PresetChoice
from bihuan.projects.rules_in_force import BEGINNING
from bihuan.site.district.locked_rules import (
    check_rules_of_locked_months,
    overwritten,
)
from bihuan.site.doctor import DoctorState
from bihuan.site.doctor.keeping import look_at_rules

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 2, tzinfo=UTC)
SMALL = """
small:
  title: 本区红黄绿灯
  source: 本区
  version: 1
  meanings: {}
  rules:
    - metric: gap
      brackets:
        - {colour: green}
        - {above: %s, colour: red, clause: SMALL-1, text: 落后}
"""


@pytest.fixture(autouse=True)
def _office(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    write("30")
    PresetChoice.objects.create(rules=Rules.LIGHTS, preset="small", since=BEGINNING, at=AT)
    lock(date(2024, 3, 1))
    yield
    light_presets.cache_clear()


def write(above: str) -> None:
    from django.conf import settings

    (Path(settings.HOME) / "presets" / "lights.yaml").write_text(SMALL % above, encoding="utf-8")
    light_presets.cache_clear()


def lock(month: date) -> None:
    Round.objects.create(month=month, opens_on=month, closes_on=month, state="locked", locked_at=AT)


def test_what_colours_mean_may_be_worded_anew_even_where_an_older_note_holds_it(tmp_path: Path):
    check_rules_of_locked_months()
    noted = tmp_path / "rules-of-locked-months.json"
    kept = json.loads(noted.read_text(encoding="utf-8"))
    (digest,) = (key for key, said in kept["said"].items() if said["preset"] == "small")
    assert "meanings" not in kept["said"][digest]["rules"]
    kept["said"][digest]["rules"]["meanings"] = {"red": "落后30个百分点以上"}
    noted.write_text(json.dumps(kept), encoding="utf-8")
    assert list(overwritten()) == []


def test_a_number_overwritten_without_a_day_is_refused_with_its_name():
    check_rules_of_locked_months()
    write("25")
    with pytest.raises(Refusal) as told:
        check_rules_of_locked_months()
    assert "small" in str(told.value)
    assert "2024" in str(told.value)
    assert '"30"' in str(told.value)
    assert '"25"' in str(told.value)


def test_a_file_that_is_taken_away_is_missed(settings: Any):
    check_rules_of_locked_months()
    (settings.HOME / "presets" / "lights.yaml").unlink()
    light_presets.cache_clear()
    with pytest.raises(Refusal, match="small"):
        check_rules_of_locked_months()
    write("30")
    check_rules_of_locked_months()


def test_a_new_value_with_its_day_is_taken_and_so_are_other_words():
    check_rules_of_locked_months()
    write("{values: {start: 30, 2024-04-01: 25}}")
    check_rules_of_locked_months()
    lock(date(2024, 4, 1))
    check_rules_of_locked_months()
    write("{values: {start: 30, 2024-04-01: 20}}")
    assert [("2024年4月" in each or "2024-04" in each) for each in overwritten()] == [True]


@pytest.mark.parametrize("damaged", ["", "[]", '{"months": {}}', "{", "\0"])
def test_damaged_notes_are_named_and_the_doctor_knows_them(damaged: str, settings: Any):
    check_rules_of_locked_months()
    assert [each.state for each in look_at_rules()] == [DoctorState.FINE]
    notes = settings.HOME / "rules-of-locked-months.json"
    notes.write_text(damaged, encoding="utf-8")
    with pytest.raises(Refusal, match=r"rules-of-locked-months\.json"):
        check_rules_of_locked_months()
    assert [each.state for each in look_at_rules()] == [DoctorState.WRONG]
    notes.unlink()
    check_rules_of_locked_months()
    write("25")
    assert '"25"' in next(look_at_rules()).sentence


def test_before_a_month_is_locked_a_number_may_be_mended():
    Round.objects.update(state="open", locked_at=None)
    check_rules_of_locked_months()
    write("25")
    check_rules_of_locked_months()


def test_the_lock_itself_notes_what_the_rules_say(
    settings: Any, django_capture_on_commit_callbacks: Any
):
    may = Round.objects.create(
        month=date(2024, 5, 1), opens_on=date(2024, 5, 1), closes_on=date(2024, 5, 5)
    )
    with django_capture_on_commit_callbacks(execute=True):
        lock_round(round=may, by=make_user(), at=AT, reason="")
    (settings.HOME / "presets" / "lights.yaml").unlink()
    light_presets.cache_clear()
    with pytest.raises(Refusal, match="2024年5月"):
        check_rules_of_locked_months()
