"""Statements of the pages that everybody opens, compiled beside the server after an upgrade: by a
process of its own, which then ends, so that none that serves waits for them or imports Ibis.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from threading import Event, Thread

from django.db import DatabaseError, connections

from bihuan.accounts.models import User
from bihuan.dashboards.queries.overview import overview
from bihuan.figures import statements
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import figures, month_in_focus
from bihuan.figures.questions import Question, RowScope
from bihuan.plans.models import Entry
from bihuan.projects.http import usual_year
from bihuan.projects.queries import district_shown

COMMAND = (
    *(sys.executable, "-c", "from bihuan.site.cli import main; main()"),
    *("prepare", "--beside"),
)
FIRST_AFTER_SECONDS = 2
"""Whoever waits for the server to start comes first."""
PR_SET_PDEATHSIG = 1


def start() -> Event:
    """Prepare in another process what this code has not prepared yet; one under way ends when the
    returned event is set.
    """
    stop = Event()
    Thread(target=_run, args=(stop,), name="preparing", daemon=True).start()
    return stop


def prepare(today: date) -> int:
    """Ask what pages ask, once for each kind of reader, and note that it was done; return how many
    kinds there are: none as long as no project stands on a list.
    """
    if not Entry.objects.exists():
        return 0
    month = month_in_focus(usual_year(district_shown(), today), "")
    readers = _readers()
    for user in readers:
        overview(user, month, Basis.ORIGINAL, today=today)
        figures(Question(month.year, month.number, row_scope=RowScope.of(user), today=today))
    statements.note_prepared()
    return len(readers)


def stand_back() -> None:
    """Let this process work behind all others, and end with the one that started it."""
    os.nice(10)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _readers() -> list[User]:
    """Return a user of each kind: who sees all projects, a commander's own, an organisation's."""
    kinds: dict[tuple[bool, bool], User] = {}
    users: Iterable[User] = User.objects.filter(is_active=True).order_by("pk")
    for user in users:
        scope = RowScope.of(user)
        kinds.setdefault((scope.commander_id is None, scope.organisation_id is None), user)
    return list(kinds.values())


def _has_projects() -> bool:
    """Return whether there is anything to ask, on a connection that is closed again."""
    try:
        return Entry.objects.exists()
    except DatabaseError:
        return False
    finally:
        connections.close_all()


def _run(stop: Event) -> None:
    if statements.are_prepared() or stop.wait(FIRST_AFTER_SECONDS) or not _has_projects():
        return
    with suppress(OSError):  # no room for another process: pages compile what they ask
        work = subprocess.Popen(
            COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while work.poll() is None:
            if stop.wait(1):
                work.terminate()
        work.wait()
