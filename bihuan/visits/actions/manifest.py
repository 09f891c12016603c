"""What a device says of a visit before its photos come: all of it, with their checksums."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.lights.kinds import Colour
from bihuan.matters.policies import MatterPolicy
from bihuan.visits import rules
from bihuan.visits.photos import PHOTO_BYTES

MOST_PHOTOS = 20
MOST_FINDINGS = 20
CLOCK_MAY_LEAD = timedelta(minutes=5)  # phones are set by hand; a few seconds are no fault
EARLIEST = datetime(2001, 1, 1, tzinfo=UTC)  # a phone whose battery was empty may say 1970
CHECKSUM = r"[0-9a-f]{64}"
COLOURS = ("", Colour.GREEN, Colour.YELLOW, Colour.RED)


@dataclass(frozen=True)
class FindingSaid:
    """Something that must be put right, as typed on site."""

    title: str
    type_code: str
    severity: str


@dataclass(frozen=True)
class PartSaid:
    """A photo that will follow: SHA-256 of its content in hex, and its size in bytes; `original`
    is that of the file before the device made it smaller, if it says so.
    """

    sha256: str
    size: int
    name: str = ""
    original: str = ""


@dataclass(frozen=True)
class VisitManifest:
    """A visit as its device keeps it. `device_id` was made there and never changes."""

    device_id: UUID
    visited_at: datetime
    notes: str = ""
    place: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    accuracy_m: int | None = None
    colour: str = ""
    findings: tuple[FindingSaid, ...] = ()
    parts: tuple[PartSaid, ...] = ()

    def digest(self, project_id: int) -> str:
        """SHA-256 over all that is said: the same visit sent again has the same."""
        return hashlib.sha256(self.said_of(project_id).encode()).hexdigest()

    def said_of(self, project_id: int) -> str:
        """Return all that is said, always in the same words."""
        fields = asdict(self)
        for part in fields["parts"]:
            if not part["original"]:  # as said by devices that know no original
                del part["original"]
        said = json.dumps(fields, default=str, sort_keys=True, ensure_ascii=False)
        return f"{project_id} {said}"


def check(said: VisitManifest, loop: MatterPolicy, now: datetime) -> None:
    """Refuse what cannot be a visit, naming what is wrong."""
    rules.check_place(said.longitude, said.latitude)
    if said.visited_at > now + CLOCK_MAY_LEAD:
        raise Refusal(gettext("The visit lies in the future: check the clock of the device."))
    if said.visited_at < EARLIEST:
        raise Refusal(gettext("The visit lies too far back: check the clock of the device."))
    if not (said.notes.strip() or said.findings or said.parts):
        raise Refusal(gettext("A visit says something: what was seen, a finding or a photo."))
    if said.colour not in COLOURS:
        raise Refusal(gettext("There is no such light."))
    _check_findings(said, loop)
    _check_parts(said)


def _check_findings(said: VisitManifest, loop: MatterPolicy) -> None:
    if len(said.findings) > MOST_FINDINGS:
        raise Refusal(gettext("A visit has %s findings at most.") % MOST_FINDINGS)
    types = {each.code for each in loop.types}
    severities = {each.code for each in loop.severities}
    for each in said.findings:
        if not each.title.strip():
            raise Refusal(gettext("A finding says what must be put right."))
        if each.type_code not in types or each.severity not in severities:
            raise Refusal(gettext("“%s” has no type or severity that there is.") % each.title)


def _check_parts(said: VisitManifest) -> None:
    if len(said.parts) > MOST_PHOTOS:
        raise Refusal(gettext("A visit has %s photos at most.") % MOST_PHOTOS)
    if len({part.sha256 for part in said.parts}) < len(said.parts):
        raise Refusal(gettext("The same photo is here twice."))
    for part in said.parts:
        if not all(re.fullmatch(CHECKSUM, s) for s in (part.sha256, part.original or part.sha256)):
            raise Refusal(gettext("“%s” has no checksum.") % part.name)
        if not 0 < part.size <= PHOTO_BYTES:
            raise Refusal(gettext("A photo may have 12 MB at most."))
