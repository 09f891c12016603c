"""Lets something be recorded, for tests of what is kept until then."""

from datetime import UTC, datetime

from bihuan.audit.log import EventDraft, record_many
from bihuan.kit.writing import one_writer

AT = datetime(2024, 3, 1, tzinfo=UTC)


class Clerk:
    def get_username(self):
        return "clerk"


def happen(thing="projects.project", *numbers):
    """Let a fact change: of the first thing of that kind, or of those that are named."""
    with one_writer():
        deeds = [EventDraft("fact.changed", thing, str(each)) for each in numbers or (1,)]
        record_many(deeds, by=Clerk(), at=AT)
