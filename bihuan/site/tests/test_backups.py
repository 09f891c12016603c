"""A backup made, verified and put back, in this process; killed and under load: tests/."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.baseline import Before, seal
from bihuan.audit.check import check
from bihuan.audit.log import ClockActor, first_broken_event
from bihuan.audit.models import Event
from bihuan.audit.noted import note_head, noted_heads
from bihuan.audit.origins import check_origin, name_origin
from bihuan.kit.errors import Refusal
from bihuan.lights.tests.factories import make_reported
from bihuan.progress.models import Photo
from bihuan.site.backups import manifest, snapshot, unfinished
from bihuan.site.backups.archive import SEAL_LENGTH
from bihuan.site.backups.making import Made, make_backup
from bihuan.site.backups.restoring import restore_backup
from bihuan.site.backups.verifying import verify_backup
from bihuan.site.home import initialise
from bihuan.site.tests.factories import add_picture
from bihuan.site.upgrading import steps_ahead
from tests.installations import database, installation, working_on

pytestmark = pytest.mark.django_db(transaction=True)  # no test runs inside another's transaction
AT = datetime(2024, 4, 2, 2, tzinfo=UTC)
SECRET = "correct horse battery"


@dataclass(frozen=True)
class Office:
    """An installation, and a folder beside it for backups and another machine."""

    home: Path
    beside: Path


@pytest.fixture(scope="module")
def filled(tmp_path_factory, django_db_setup, django_db_blocker):
    """An installation with figures, a photo, a preset and a key."""
    home = tmp_path_factory.mktemp("office")
    with django_db_blocker.unblock(), database(home) as name:
        with working_on(home, name):
            make_reported(completed_yuan=1_234_567)
            add_picture()
            seal(before=Before(), by=ClockActor(), at=AT)
        (home / "presets").mkdir()
        (home / "presets" / "rounds.yaml").write_text("own: true\n")
        (home / "secret-key").write_text("of the office")
        (home / "keys").mkdir()
        (home / "keys" / "first").write_text("opens mail")
        yield home, name


@pytest.fixture
def office(filled, tmp_path, transactional_db):
    with working_on(*filled):
        yield Office(filled[0], tmp_path)


def backed_up(office: Office, *, secret: str | None = None, name: str = "backup.zip") -> Made:
    return make_backup(place=office.beside / name, passphrase=secret, by=ClockActor(), at=AT)


def restored(place: Path, *, secret: str | None = None):
    return restore_backup(place=place, passphrase=secret, by=ClockActor(), at=AT)


def everything() -> dict[str, bytes]:
    """Return each file of the data folder in use, but the database and locks."""
    from tests.installations import home

    return {
        path.relative_to(home()).as_posix(): path.read_bytes()
        for path in home().rglob("*")
        if path.is_file() and ".sqlite3" not in path.name and path.suffix != ".lock"
    }


def elsewhere(office: Office):
    """Another machine: an empty folder and an empty database."""
    return installation(office.beside / "elsewhere", has_tables=False)


class TestBackupRoundTrip:
    def test_what_is_put_back_has_every_row_figure_file_and_key(self, office):
        made, files = backed_up(office, secret=SECRET), everything()
        with elsewhere(office) as home:
            done = restored(made.place, secret=SECRET)
            found = manifest.describe(AT)
            assert found.figures == made.manifest.figures
            assert any(exact[0] == "1234567" for exact in found.figures["2024-03"].values())
            one_more = {"audit_event": made.manifest.counts["audit_event"] + 1}
            assert found.counts == made.manifest.counts | one_more
            assert everything() == files
            assert first_broken_event() is None
            assert Event.objects.latest("pk").verb == "backup.restored"
            assert (done.manifest.files, done.has_keys, done.missing) == (2, True, [])
            assert not unfinished.folder().exists()
            modes = {p.name: oct(p.stat().st_mode & 0o777) for p in home.rglob("*") if p.is_file()}
            assert set(modes.values()) == {"0o600"}, modes

    def test_without_its_keys_the_new_one_is_named_in_the_record(self, office):
        name_origin(by=ClockActor(), at=AT)
        made = backed_up(office)
        with elsewhere(office):
            restored(made.place)
            check_origin()
            note_head(AT)
            assert [
                str(each) for each in check(noted_heads()).found if each.kind == "audit.head"
            ] == []

    def test_it_is_noted_in_the_record_with_its_checksum(self, office):
        made = backed_up(office)
        noted = Event.objects.latest("pk")
        assert (noted.verb, noted.thing_id) == ("backup.made", "backup.zip")
        assert noted.note["sha256"] == made.sha256
        assert made.sha256 == hashlib.sha256(made.place.read_bytes()[:-SEAL_LENGTH]).hexdigest()
        assert oct(made.place.stat().st_mode & 0o777) == "0o600"

    def test_any_unpacker_opens_it_and_finds_no_key_in_it(self, office):
        made = backed_up(office, secret=SECRET)
        with zipfile.ZipFile(made.place) as packed:
            assert packed.testzip() is None
            whole = b"".join(packed.read(name) for name in packed.namelist())
        assert b"opens mail" not in whole
        assert b"of the office" not in whole

    def test_an_older_version_is_brought_up_to_date(self, office):
        figures, steps = manifest.control_figures(), manifest.migrations()["account"]
        call_command("migrate", "account", steps[-2], verbosity=0)
        made = backed_up(office)
        call_command("migrate", "account", verbosity=0)
        assert (made.manifest.migrations["account"], made.manifest.figures) == (steps[:-1], {})
        assert verify_backup(made.place).faults == []
        with elsewhere(office):
            restored(made.place)
            assert steps_ahead() == 0
            assert manifest.control_figures() == figures

    def test_a_file_that_was_lost_before_is_told(self, office):
        lost = Path(Photo.objects.get().file.path)
        content = lost.read_bytes()
        lost.unlink()
        made = backed_up(office)
        lost.write_bytes(content)
        assert made.manifest.missing == [str(lost.relative_to(office.home))]
        assert made.manifest.missing[0] in " ".join(verify_backup(made.place).notes)

    def test_nothing_is_left_beside_it(self, office):
        made = backed_up(office)
        assert list(office.beside.iterdir()) == [made.place]


class TestKeys:
    def test_without_a_passphrase_they_stay_and_it_is_said_what_follows(self, office):
        made = backed_up(office)
        assert not made.manifest.has_keys
        with elsewhere(office):
            done = restored(made.place)
            assert not done.has_keys
            assert len(done.missing) == 3
            assert "keys/first" not in everything()

    def test_a_wrong_passphrase_opens_nothing(self, office):
        made = backed_up(office, secret=SECRET)
        assert verify_backup(made.place, passphrase="another passphrase").faults
        assert verify_backup(made.place, passphrase=SECRET).faults == []
        with elsewhere(office) as home:
            with pytest.raises(Refusal):
                restored(made.place, secret="another passphrase")
            assert list(home.iterdir()) == []

    def test_a_passphrase_that_can_be_guessed_is_refused(self, office):
        with pytest.raises(Refusal):
            backed_up(office, secret="x" * 11)
        assert backed_up(office, secret="x" * 12).manifest.has_keys

    def test_a_key_made_in_the_empty_folder_gives_way(self, office):
        made = backed_up(office, secret=SECRET)
        with elsewhere(office) as home:
            (home / "secret-key").write_text("made by the command itself")
            restored(made.place, secret=SECRET)
            assert (home / "secret-key").read_text() == "of the office"


def rewritten(made: Made, name: str, change=None, *, drop=(), extra=None) -> Path:
    """Return a copy of a backup with another manifest, or members dropped or added; its last seal
    fits, as if who changed it knew how it is made.
    """
    place = made.place.with_name(name)
    with zipfile.ZipFile(made.place) as old, zipfile.ZipFile(place, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if each == manifest.NAME and change:
                content = json.dumps(json.loads(content) | change).encode()
            if each not in drop:
                new.writestr(each, content)
        for each, content in (extra or {}).items():
            new.writestr(each, content)
        new.comment = b"0" * SEAL_LENGTH
    content = place.read_bytes()[:-SEAL_LENGTH]
    place.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return place


def is_unfit(place: Path) -> bool:
    """Return whether a backup is refused, or faults are named."""
    try:
        return bool(verify_backup(place).faults)
    except Refusal:
        return True


class TestDamage:
    def test_each_flipped_byte_is_found(self, office):
        made, random = backed_up(office), Random(8)
        content = made.place.read_bytes()
        damaged = made.place.with_name("damaged.zip")
        places = [random.randrange(len(content)) for _ in range(60)]
        for place in [0, len(content) - 1, len(content) - SEAL_LENGTH, *places]:
            changed = bytearray(content)
            changed[place] ^= 1 << random.randrange(8)
            damaged.write_bytes(changed)
            assert is_unfit(damaged), place

    def test_each_part_of_it_is_none(self, office):
        made, random = backed_up(office), Random(8)
        content = made.place.read_bytes()
        part = made.place.with_name("part.zip")
        for length in [
            0,
            1,
            64,
            65,
            len(content) - 1,
            *(random.randrange(len(content)) for _ in range(20)),
        ]:
            part.write_bytes(content[:length])
            assert is_unfit(part), length

    def test_what_is_wrong_is_named(self, office):
        made = backed_up(office)
        photo = next(name for name in made.manifest.members if "photos" in name)
        told = json.loads(made.manifest.encoded())
        figure = next(iter(told["figures"]["2024-03"]))
        other = {photo: {"sha256": "0" * 64, "size": 1}}
        wrong: dict[str, Any] = {
            "a file is missing": (photo, {"drop": [photo]}),
            "a file too many": ("files/x", {"extra": {"files/x": b""}}),
            "another photo": (photo, {"change": {"members": told["members"] | other}}),
        }
        if connection.vendor == "sqlite":
            wrong |= {
                "rows": ("accounts_user", {"change": {"counts": {"accounts_user": 99}}}),
                "a figure": (
                    figure,
                    {"change": {"figures": {"2024-03": {figure: ["1", "1", None, None]}}}},
                ),
            }
        for name, (sign, changes) in wrong.items():
            faults = verify_backup(rewritten(made, f"{name}.zip", **changes)).faults
            assert sign in " ".join(faults), name

    def test_a_damaged_one_changes_nothing_in_the_empty_folder(self, office):
        made = backed_up(office)
        photo = next(name for name in made.manifest.members if "photos" in name)
        bad = [rewritten(made, "bad.zip", drop=[photo])]
        bad += [rewritten(made, "more.zip", extra={"readme.txt": b"x"})]
        bad += [rewritten(made, "rows.zip", {"counts": {"accounts_user": 99}})]
        content = made.place.read_bytes()
        bad += [made.place.with_name("flipped.zip")]
        bad[-1].write_bytes(content[:99] + b"?" + content[100:])
        with elsewhere(office) as home:
            for place in bad:
                with pytest.raises(Refusal):
                    restored(place)
                left = {p.name for p in home.iterdir() if ".sqlite3" not in p.name}
                assert left <= {"serve.lock"}
                assert snapshot.is_empty()

    def test_no_file_is_written_outside_the_folder(self, office):
        made = backed_up(office)
        with elsewhere(office):
            for path in ("files/../../evil", "files//etc/evil", "files/keys/../x", "evil"):
                member = {path: {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}}
                members = json.loads(made.manifest.encoded())["members"] | member
                place = rewritten(made, "evil.zip", {"members": members}, extra={path: b"x"})
                with pytest.raises(Refusal):
                    restored(place)
        assert not list(office.beside.rglob("evil"))


class TestRefusals:
    def test_a_name_that_is_taken_is_not_overwritten(self, office):
        made = backed_up(office)
        was = made.place.read_bytes()
        with pytest.raises(Refusal):
            backed_up(office)
        assert made.place.read_bytes() == was

    def test_a_place_that_is_not_there_is_a_sentence(self, office):
        with pytest.raises(Refusal, match="nowhere"):
            make_backup(
                place=office.home / "nowhere" / "b.zip", passphrase=None, by=ClockActor(), at=AT
            )

    def test_nothing_is_put_over_what_is_there(self, office):
        made = backed_up(office)
        with pytest.raises(Refusal):
            restored(made.place)
        with elsewhere(office) as home:
            (home / "presets").mkdir()
            with pytest.raises(Refusal):
                restored(made.place)
        with installation(office.beside / "filled"), pytest.raises(Refusal):
            restored(made.place)

    def test_a_newer_version_and_another_engine_are_refused(self, office):
        made = backed_up(office)
        newer = {"migrations": made.manifest.migrations | {"work": ["0099_of_tomorrow"]}}
        other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
        wrong = {"newer": newer, "other": {"engine": other}, "odd": {"engine": 7}}
        with elsewhere(office) as home:
            for name, change in wrong.items():
                with pytest.raises(Refusal):
                    restored(rewritten(made, f"{name}.zip", change))
                assert not (home / "restoring").exists()

    def test_what_is_no_backup_is_a_sentence(self, office):
        letter = office.beside / "letter.zip"
        for content in (b"", b"hello", b"PK\x03\x04" + bytes(200)):
            letter.write_bytes(content)
            with pytest.raises(Refusal):
                verify_backup(letter)
        with pytest.raises(Refusal):
            verify_backup(office.beside / "not there.zip")

    def test_nothing_runs_on_a_folder_that_is_half_restored(self, office):
        unfinished.begin(office.home / "x.zip")
        with pytest.raises(Refusal):
            initialise()
        with pytest.raises(Refusal):
            unfinished.refuse_unfinished()
        unfinished.end()
        assert initialise() == 0


def test_who_changes_something_meanwhile_is_not_kept_waiting(office):
    from bihuan.site.backups.snapshot import one_moment

    with one_moment():
        before = manifest.row_counts()
        _add_user_on_another_connection()
        assert manifest.row_counts() == before
    assert manifest.row_counts()["accounts_user"] == before["accounts_user"] + 1


def _add_user_on_another_connection() -> None:
    """Write on a second connection while the first one reads as of its moment."""
    from django.db import connections

    first = connections["default"]
    second = first.copy()
    connections["default"] = second
    try:
        make_user()
    finally:
        second.close()
        connections["default"] = first


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite needs no other programs")
def test_programs_of_postgresql_that_are_missing_or_old_are_a_sentence(office, monkeypatch):
    monkeypatch.setenv("PATH", str(office.beside))
    with pytest.raises(Refusal, match="postgresql-client"):
        backed_up(office)
    old = office.beside / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    with pytest.raises(Refusal, match="9"):
        backed_up(office)
    assert not (office.beside / "backup.zip").exists()
