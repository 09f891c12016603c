"""Makers of visits for tests: through the real actions."""

import hashlib
import io
import uuid
from datetime import UTC, datetime
from random import Random
from typing import Any

from PIL import ExifTags, Image

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project
from bihuan.visits import actions
from bihuan.visits.actions import FindingSaid, PartSaid, VisitManifest
from bihuan.visits.models import Visit

NOON = datetime(2024, 3, 20, 4, tzinfo=UTC)


def photo(seed: int = 1, *, size: int = 64, quality: int = 90) -> bytes:
    """A JPEG with much to see, the same for the same seed; larger or worse ones look alike."""
    drawn = Random(seed)
    picture = Image.new("L", (9, 8))
    picture.putdata([drawn.randrange(256) for _cell in range(72)])
    stream = io.BytesIO()
    picture.resize((size * 9, size * 8), Image.Resampling.BICUBIC).convert("RGB").save(
        stream, "JPEG", quality=quality
    )
    return stream.getvalue()


def noted(content: bytes, moment: str = "2024:03:20 11:30:00", east: float = 58.5) -> bytes:
    """The same photo with a camera's note: the moment, 109 degrees so many minutes east, and
    27 degrees 32.88 minutes north.
    """
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = moment
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (27.0, 32.88, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (109.0, east, 0.0),
        }
    )
    stream = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def part(content: bytes, name: str = "现场.jpg") -> PartSaid:
    return PartSaid(hashlib.sha256(content).hexdigest(), len(content), name)


def finding(title: str = "临边防护缺失") -> FindingSaid:
    return FindingSaid(title, "quality", "ordinary")


def make_commanded(user: User | None = None, **said: Any) -> Project:
    """A listed project under a commander."""
    run_from_january()
    return make_listed(commander=make_leader(user=user or make_user(role=Role.COMMANDER)), **said)


def manifest(**said: Any) -> VisitManifest:
    said = {"device_id": uuid.uuid4(), "visited_at": NOON, "notes": "主体施工至三层。", **said}
    return VisitManifest(**said)


def announce(*, by: User | None = None, project: Project | None = None, **said: Any) -> Visit:
    """A visit as announced; complete if it has no photos."""
    by = by or make_user(role=Role.SUPERVISOR)
    return actions.receive(
        said=manifest(**said), project=project or make_commanded(), by=by, at=NOON
    )


def visit_with(*contents: bytes, by: User | None = None, **said: Any) -> Visit:
    """A visit of which every photo came."""
    by = by or make_user(role=Role.SUPERVISOR)
    visit = announce(by=by, parts=tuple(part(each) for each in contents), **said)
    for each in contents:
        visit = actions.take_part(
            visit=visit, sha256=part(each).sha256, content=each, by=by, at=NOON
        )
    return visit
