"""An acknowledged save outlives a power cut, as far as this can be seen without one."""

import os
import re
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from bihuan.site import settings as product
from bihuan.site.durability import doubts
from tests.house import PRODUCT

WAITS = {
    "sqlite": ("SQLite", "PRAGMA synchronous=FULL"),
    "postgresql": ("synchronous_commit", "SET synchronous_commit = on"),
}
"""How each database's doubt is told, and how it is made to wait for the disk."""


@pytest.mark.django_db(transaction=True)
def test_every_commit_waits_for_the_disk():
    waits, sets = WAITS[connection.vendor]
    assert [s for s in doubts() if waits in s]  # the tests' own database does not
    with connection.cursor() as cursor:
        cursor.execute(sets)
    assert not [s for s in doubts() if waits in s]
    connection.close()
    assert "synchronous=FULL" in str(product._database("")["OPTIONS"])


def test_no_connection_is_opened_beside_these_settings():
    opened = {
        path.name for path in PRODUCT if re.search(r"sqlite3\.connect\(", path.read_text("utf-8"))
    }
    assert opened <= {"sqlite.py", "probing.py"}, opened  # which only copy or look


def test_a_photo_and_its_folders_are_on_disk_before_its_row(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    synced, fsync = [], os.fsync

    def noted(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").resolve())
        assert not stat.S_ISREG(os.fstat(handle).st_mode) or os.fstat(handle).st_size == 5
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    saved = default_storage.save("visits/2024/03/a.png", ContentFile(b"photo"))
    media = settings.MEDIA_ROOT
    assert synced[0] == media / saved
    assert {media / "visits/2024/03", media / "visits/2024", media / "visits", media} <= set(synced)
    assert media.parent in synced


def test_uploads_are_kept_by_the_storage_that_waits():
    assert settings.STORAGES["default"]["BACKEND"] == "bihuan.kit.files.DurableStorage"
