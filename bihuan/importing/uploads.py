"""Files as they come in over HTTP: counted and weighed before any is read into memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bihuan.accounts.models import User
from bihuan.kit.sheets import check_size

from . import rules
from .actions import check_room


def taken(uploads: Sequence[Any], by: User) -> list[tuple[str, bytes]]:
    """Return name and content of each file. Raises Refusal for too many, for one that is too
    large, and for more than may wait to be applied.
    """
    rules.check_number(len(uploads))
    for each in uploads:
        check_size(each.size or 0, each.name or "")
    check_room(size=sum(each.size or 0 for each in uploads), by=by)
    return [(each.name or "", each.read()) for each in uploads]


def content_of(upload: Any) -> bytes:
    """Return what one file holds. Raises Refusal for one that is too large, before it is read."""
    check_size(upload.size or 0, upload.name or "")
    content: bytes = upload.read()
    return content
