"""Files that outlive a power cut: on the disk, with their folder, before anybody is told."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Keeps uploads; each is on the disk before the row that names it is committed."""

    def _save(self, name: str, content: File[bytes]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs lack it
        place, root = Path(self.path(saved)), Path(self.location)
        sync_file(place)
        for folder in place.parents:  # a new folder's name stands in the one above it
            sync_folder(folder)
            if folder in (root.parent, folder.parent):
                break
        return saved


def sync_file(place: Path) -> None:
    """Wait until what the file holds is on the disk."""
    with place.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names of what the folder holds are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
