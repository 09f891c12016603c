"""What a sending that was cut off left behind is swept, and nothing else."""

import json
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from bihuan.accounts.at_the_machine import recorded_name
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.check import check
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed
from bihuan.lights.tests.factories import make_reported
from bihuan.progress.models import Photo
from bihuan.site.strays import sweep_strays
from bihuan.site.tests.factories import add_picture

NOW = datetime(2024, 4, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    make_reported()
    add_picture()
    _age(Path(Photo.objects.get().file.path), 30 * DAY)
    for name, age in (("old.jpg", 2 * DAY), ("photos/day.jpg", DAY), ("young.jpg", DAY / 2)):
        place = tmp_path / "media" / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"left behind")
        _age(place, age)
    return tmp_path / "media"


def _age(place, age):
    moment = (NOW - age).timestamp()
    os.utime(place, (moment, moment))


def left(media):
    return {path.name for path in media.rglob("*") if path.is_file()}


def told_by(*words):
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("sweep_strays", *words, stdout=out)
    return out.getvalue()


def test_strays_older_than_a_day_are_removed_and_recorded(media):
    photo = Path(Photo.objects.get().file.path).name
    strays = check().strays
    assert json.loads(told_by("--json")) == {"removed": True, "files": ["old.jpg"], "bytes": 11}
    assert left(media) == {photo, "day.jpg", "young.jpg"}
    swept = Event.objects.get(verb="files.swept")
    assert (swept.by, list(swept.note["files"])) == (recorded_name(), ["old.jpg"])
    assert len(swept.note["files"]["old.jpg"]) >= 32
    assert check().strays == strays - 1


def test_a_dry_run_names_them_and_removes_none(media):
    before = left(media)
    assert "old.jpg" in told_by("--dry-run")
    assert json.loads(told_by("--dry-run", "--json"))["removed"] is False
    assert left(media) == before
    assert not Event.objects.filter(verb="files.swept").exists()


def test_a_file_whose_row_was_removed_behind_the_record_is_evidence_and_stays(media):
    photo = Path(Photo.objects.get().file.path)
    call_command("init", stdout=StringIO())
    Photo.objects.all()._raw_delete("default")
    told_by()
    assert photo.exists()


def test_without_strays_nothing_is_recorded(media):
    told_by()
    told_by()
    assert Event.objects.filter(verb="files.swept").count() == 1


def test_who_may_not_manage_accounts_sweeps_nothing(media):
    with pytest.raises(NotAllowed):
        sweep_strays(by=make_user(role=Role.VIEWER), at=NOW)
    assert "old.jpg" in left(media)


class KilledWhileSweeping(BaseException):
    """As if the process were killed."""


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_while_sweeping_leaves_no_file_gone_without_a_record(media, monkeypatch):
    (media / "older.jpg").write_bytes(b"left behind too")
    _age(media / "older.jpg", 3 * DAY)
    remove, removed = Path.unlink, []

    def remove_one(path, **more):
        if removed:
            raise KilledWhileSweeping
        removed.append(path.name)
        remove(path, **more)

    office = make_user()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", remove_one)
        with pytest.raises(KilledWhileSweeping):
            sweep_strays(by=office, at=NOW)
    assert set(Event.objects.get(verb="files.swept").note["files"]) == {"old.jpg", "older.jpg"}
    assert len({"old.jpg", "older.jpg"} & left(media)) == 1
    sweep_strays(by=office, at=NOW)
    assert not {"old.jpg", "older.jpg"} & left(media)


def test_a_name_that_is_no_text_is_swept_and_recorded_as_bytes(media):
    name = os.fsdecode(b"\xff\xfe.jpg")
    (media / name).write_bytes(b"left behind")
    _age(media / name, timedelta(days=3))
    told_by("--json")
    assert name not in left(media)
    swept = Event.objects.get(verb="files.swept")
    assert "\\xff\\xfe.jpg" in swept.note["files"]
