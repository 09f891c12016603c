"""Older data folders: brought up to date from half-way, they hold what they held, in the same
tables as new ones.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bihuan.accounts.at_the_machine import MachineActor
from bihuan.audit.check import check
from bihuan.kit.errors import Refusal
from bihuan.projects.kinds import Rules
from bihuan.projects.models import PresetChoice
from bihuan.projects.rules_in_force import BEGINNING
from bihuan.site import doctor
from bihuan.site.backups import making, verifying
from bihuan.site.doctor import DoctorState
from bihuan.site.upgrading import is_older, refuse_older, steps_ahead, upgrade

from .installations import installation
from .old_steps import half_way, old_executor, tables_as_made

BEFORE = [("projects", "0004_district_edition"), ("dispatch", "0002_label_of_a_planned_meeting")]
NOW = datetime(2024, 3, 28, 2, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.in_turns]


@pytest.fixture
def new_tables() -> dict[str, object]:
    """The tables of a new folder."""
    return tables_as_made()


@pytest.fixture
def old_folder(new_tables: object, tmp_path: Path) -> Iterator[Path]:
    """A folder of which every app is at an early step, with rules that the district chose."""
    with installation(tmp_path / "old", has_tables=False) as home:
        targets = half_way(*BEFORE)
        old_executor().migrate(targets)
        old = old_executor().loader.project_state(targets).apps
        old.get_model("projects", "District").objects.create(
            pk=1, lights="wuhan", loop="four_levels"
        )
        old.get_model("dispatch", "Practice").objects.create(pk=1, preset="huaihua_2020")
        yield home


def test_an_old_folder_is_brought_up_to_date_and_keeps_its_rules(
    old_folder: Path, new_tables: dict[str, object]
) -> None:
    upgrade(NOW)
    assert steps_ahead() == 0
    held = dict(PresetChoice.objects.values_list("rules", "preset"))
    assert held == {
        Rules.ROUNDS: "qingyuan",
        Rules.CURVE: "linear",
        Rules.LIGHTS: "wuhan",
        Rules.LOOP: "four_levels",
        Rules.MECHANISMS: "huaihua_2020",
    }
    assert {str(choice.since) for choice in PresetChoice.objects.all()} == {str(BEGINNING)}
    assert not PresetChoice.objects.filter(by__isnull=False).exists()
    assert not check().found
    _same(tables_as_made(), new_tables)


def test_before_it_is_brought_up_to_date_an_old_folder_is_saved_and_nothing_accuses_it(
    old_folder: Path, tmp_path: Path
) -> None:
    assert is_older()
    with pytest.raises(Refusal):
        refuse_older()
    place = tmp_path / "before.zip"
    making.make_backup(place=place, passphrase=None, by=MachineActor(), at=NOW)
    verdict = verifying.verify_backup(place)
    assert verdict.faults == []
    looked = {each.check.name: each.state for each in doctor.examine(slow=True)}
    assert looked["database"] == DoctorState.WRONG
    assert looked["record"] == looked["passwords"] == DoctorState.NOTE
    upgrade(NOW)
    assert not is_older()


def test_a_folder_that_took_every_old_step_is_noted_to_stand_for_the_squashed_ones() -> None:
    upgrade(NOW)
    squashed = MigrationRecorder.Migration.objects.filter(name__contains="_squashed_")
    names = set(squashed.values_list("app", "name"))
    assert {app for app, _name in half_way()} <= {app for app, _name in names}
    squashed.delete()
    assert (steps_ahead(), upgrade(NOW)) == (0, 0)
    assert set(squashed.values_list("app", "name")) == names


def _same(old: dict[str, object], new: dict[str, object]) -> None:
    assert old.keys() == new.keys()
    for table, made in new.items():
        assert old[table] == made, f"{table} on {connection.vendor}"
