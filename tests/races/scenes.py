"""All scenes, and the actions that none of them tries."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from bihuan.site.settings import OUR_APPS

from . import (
    scenes_assessment,
    scenes_chains,
    scenes_doors,
    scenes_funding,
    scenes_matters,
    scenes_meetings,
    scenes_office,
    scenes_oversight,
    scenes_projects,
    scenes_reports,
    scenes_statistics,
)

SCENES = [
    *scenes_projects.SCENES,
    *scenes_reports.SCENES,
    *scenes_matters.SCENES,
    *scenes_meetings.SCENES,
    *scenes_office.SCENES,
    *scenes_doors.SCENES,
    *scenes_funding.SCENES,
    *scenes_oversight.SCENES,
    *scenes_chains.SCENES,
    *scenes_statistics.SCENES,
    *scenes_assessment.SCENES,
]
APPENDS = {
    "command.note",
    "matters.feed_back",
    "dispatch.plan_meeting",
    "notices.add_channel",
    "notices.add_channel:other",
    "notices.send_test",
    "notices.send_again",
    "accounts.reset_password",
    "accounts.issue_token",
    "importing.stage",
    "importing.answer",
    "importing.bring_in",
    "access.begin_try",
    "access.begin_try:code",
    "access.note",
    "notices.deliver",
    "dispatch.move_item",
    "dispatch.move_item:up",
    "papers.issue_decisions",
    "papers.issue_result",
    "assessment.ask_exemption",
    "assessment.ask_adjustment",
}
"""Deeds that may be done again and say something new each time."""

REPORTED = {
    ("an open month", "progress.accept", "progress.lock_round"),
    ("an open month", "progress.save_draft", "progress.lock_round"),
    ("an open month", "progress.submit", "progress.lock_round"),
    ("a need", "factors.start_lists", "factors.start_lists"),
    ("a duty", "dispatch.tick", "dispatch.tick:other"),
    ("a site", "visits.receive", "visits.receive:elsewhere"),
    ("a need", "factors.add_need", "factors.start_lists"),
    ("a project in preparation", "projects.pause", "projects.pause"),
    ("a sign-in", "accounts.change_password", "accounts.strengthen_password"),
    ("a sign-in", "accounts.deactivate", "accounts.issue_token"),
}
"""Pairs that once went wrong: every sample has them."""


def actions() -> Iterator[str]:
    """Return every action of the house as `app.action`: what takes `by` and is offered."""
    for app in OUR_APPS:
        if find_spec(f"{app}.actions") is None:
            continue
        module = import_module(f"{app}.actions")
        for name in getattr(module, "__all__", dir(module)):
            found = getattr(module, name)
            ours = inspect.isfunction(found) and found.__module__.startswith(module.__name__)
            if ours and not name.startswith("_") and "by" in inspect.signature(found).parameters:
                yield f"{app.rpartition('.')[2]}.{name}"


def not_covered() -> list[str]:
    """Return the actions that no scene tries."""
    tried = {name.partition(":")[0] for scene in SCENES for name in scene.deeds}
    return sorted(set(actions()) - tried)
