"""Backups on a bad day: made while people save, with the server killed; and killed themselves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import override_settings

from bihuan.accounts.actions import add_user
from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.figures import statements
from bihuan.lights.tests.factories import make_reported
from bihuan.progress.models import Photo, Report
from bihuan.progress.tests.factories import IN_MARCH
from bihuan.projects.models import Project
from bihuan.site.backups import manifest
from bihuan.site.tests.factories import add_picture

from .drill_of_backups import PASSWORD, Machine, SignedInPerson, Writers, files_of, kill
from .installations import begin_record, database, postgres_address, working_on
from .kills_of_backups import matrix

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.in_turns]
HASHER = "django.contrib.auth.hashers.PBKDF2PasswordHasher"  # the product's own
ROUNDS = int(os.environ.get("BIHUAN_DRILL_ROUNDS", "1"))  # `make torture` asks for more
PEOPLE = 4 if ROUNDS > 1 else 2
PAUSE = 0.0 if ROUNDS > 1 else 0.1
KILLS = int(os.environ.get("BIHUAN_BACKUP_KILLS", "2"))


@pytest.fixture
def office(tmp_path, transactional_db):
    """An installation with ten reports to put photos beside, and an office that signs in."""
    home = tmp_path / "office"
    with database(home) as name:
        with working_on(home, name), override_settings(PASSWORD_HASHERS=[HASHER]):
            make_reported(completed_yuan=1_234_567)
            for seed in range(10):
                add_picture(seed=10**9 + seed)
            add_user(
                username="drill", role="office", password=PASSWORD, by=make_user(), at=IN_MARCH
            )
            User.objects.filter(username="drill").update(must_change_password=False)
        with override_settings(STATEMENTS_FOLDER=home / "statements"):
            statements.note_prepared()  # else the server begins to compile what pages ask
        yield home, name


def machine(home: Path, name: str) -> Machine:
    return Machine(home, "" if connection.vendor == "sqlite" else postgres_address(name))


def test_all_that_was_acknowledged_before_a_backup_is_in_it(office, tmp_path):
    home, name = office
    with working_on(home, name):
        reports = list(Report.objects.filter(state="submitted").values_list("pk", flat=True))
    here = machine(home, name)
    with here.served() as (address, server):
        people = [SignedInPerson(address, "drill") for _ in range(PEOPLE)]
        writers = Writers(people, reports, pause=PAUSE)
        backups = []
        with writers.at_work():
            for number in range(ROUNDS):
                writers.wait_for(8 * (number + 1), min(4 * (number + 1), 60))
                before = writers.acknowledged()
                place = tmp_path / f"{number}.zip"
                told = json.loads(here.run("backup", str(place), "--json"))
                backups.append((place, told, before))
            writers.wait_for(len(before[0]) + 2, len(before[1]))  # they went on saving
            kill(server)
    _nothing_acknowledged_is_lost(home, name, writers.acknowledged())
    for place, told, before in backups:
        _restore_elsewhere(place, told, before, tmp_path / f"of-{place.stem}")


def _restore_elsewhere(place, told, before, home: Path) -> None:
    with database(home, has_tables=False) as name:
        there = machine(home, name)
        there.run("verify-backup", str(place))
        restored = json.loads(there.run("restore", str(place), "--json"))
        assert (restored["event"], restored["hash"]) == (told["event"], told["hash"])
        there.run("audit-check")
        _nothing_acknowledged_is_lost(home, name, before)


def _nothing_acknowledged_is_lost(home: Path, name: str, acknowledged) -> None:
    """Each project and photo is there, and each photo's file is what was sent."""
    projects, photos = acknowledged
    with working_on(home, name):
        assert projects <= set(Project.objects.values_list("pk", flat=True))
        kept = {
            pk: (file, sha) for pk, file, sha in Photo.objects.values_list("pk", "file", "sha256")
        }
        connection.close()
    files = files_of(home)
    assert {pk: kept[pk][1] for pk in photos} == photos
    assert {file: files.get(file) for file, _sha in kept.values()} == dict(kept.values())


def test_a_backup_or_restore_that_is_killed_leaves_nothing_half(office):
    home, name = office
    (home / "presets").mkdir()
    (home / "presets" / "rounds.yaml").write_text("own: true\n")
    with working_on(home, name):
        assert manifest.control_figures()
        begin_record()
        connection.close()
    done = matrix(home, name, kills=KILLS, seed=8)
    assert done["faults"] == []
    assert done["backup killed"]
    assert done["restore killed"]
