"""How long the clock takes for 20,000 open matters, most of them late: on the same data folder."""

from __future__ import annotations

import json
import sys
from typing import Any

from tools.site import Site

MATTERS = 20_000
FILL = f"""
import random
from datetime import date, datetime, timedelta, timezone
from bihuan.accounts.models import Organisation, User
from bihuan.kit.bulk import insert_all
from bihuan.kit.databases.table_statistics import refresh_statistics
from bihuan.kit.workdays import add_workdays
from bihuan.matters.models import Matter, Move
from bihuan.projects.models import Project
drawn = random.Random(2024)
projects = list(Project.objects.values_list("pk", flat=True)[:5_000])
organisations = list(Organisation.objects.values_list("pk", flat=True)[:300])
user = User.objects.get(username="bench-office")
matters = []
for number in range({MATTERS}):
    raised = date(2024, 5, 6) + timedelta(days=drawn.randrange(30))
    due = add_workdays(raised, 7)
    matters.append(Matter(
        number=f"2024-B{{number:05d}}", kind="blocker", type_code="land", severity="ordinary",
        title=f"事项{{number}}", project_id=drawn.choice(projects), raised_by=user,
        raised_at=datetime.combine(raised, datetime.min.time(), timezone.utc), raised_on=raised,
        state="working", state_since=raised, heard_on=raised, due_on=due, first_due_on=due,
        clock_from=raised, level=1, lead_id=drawn.choice(organisations),
        held_yuan=drawn.randrange(10**9), worth=drawn.randrange(10**9),
    ))
insert_all(Matter, matters)
insert_all(Move, [
    Move(matter=m, verb="raise", became="raised", by=user, at=m.raised_at, on=m.raised_on)
    for m in matters
])
refresh_statistics([Matter, Move])
"""
ESCALATE = """
import json, time
from datetime import date, datetime, timezone
from bihuan.audit.log import ClockActor
from bihuan.matters.actions import escalate
told = {}
at = datetime(2024, 6, 28, 4, tzinfo=timezone.utc)
for name in ("first", "again"):
    started = time.perf_counter()
    said = escalate(on=date(2024, 6, 28), by=ClockActor(), at=at)
    told[name] = {"seconds": round(time.perf_counter() - started, 2), "said": len(said)}
print("TOLD", json.dumps(told))
"""
PAGES = {"account of 20,000 matters": "/matters/", "overdue matters": "/matters/?scope=overdue"}


def escalated(site: Site) -> dict[str, Any]:
    """Fill the site with matters and let the clock run twice; returns seconds and what was said."""
    print(f"· {MATTERS} matters …", file=sys.stderr, flush=True)
    site.run("shell", "--no-imports", "-c", FILL)
    told: dict[str, Any] = json.loads(
        site.run("shell", "--no-imports", "-c", ESCALATE).split("TOLD", 1)[1]
    )
    return told
