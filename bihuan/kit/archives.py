"""Office files that are packages: looked into, never unpacked."""

from __future__ import annotations

import io
import zipfile

FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
MOST_PARTS = 10_000


def is_office_file(content: bytes, ending: str) -> bool:
    """Tell if a package can be opened, and holds what a file of that ending does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return False
    folder = FOLDERS.get(ending, "")
    return 0 < len(names) <= MOST_PARTS and any(name.startswith(folder) for name in names)
