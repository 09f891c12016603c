"""The example district: its workbooks, brought in as any office would, and its people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.passwords import OwnPassword
from bihuan.accounts.roles import Role
from bihuan.intake.actions import bring_in
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.progress.actions import lock_round
from bihuan.progress.models import Report, Round
from bihuan.projects.actions import set_district
from bihuan.projects.models import Project

from .played import play

FOLDERS = (settings.PACKAGE.parent / "examples", settings.PACKAGE / "examples")
YEAR = 2024
PASSWORD = OwnPassword("Lotus-pond-47")  # printed on the sign-in page of the demonstration
OPEN_MONTH = 12


def load(*, at: datetime, played: bool = False) -> dict[str, int]:
    """Bring in the example and make its accounts; a second call changes nothing. With `played`, a
    year of matters, needs, visits and meetings is played by its people.

    Returns the counts of rows. Raises Refusal if the workbooks are missing or the data folder holds
    another district.
    """
    folder = next((f / "hecheng-2024" for f in FOLDERS if (f / "hecheng-2024").is_dir()), None)
    if folder is None:
        raise Refusal(say("The example's workbooks are not here: use a clone of the project."))
    if Project.objects.exists():
        if (settings.HOME / "demo").exists():
            return {"created": 0, "updated": 0, "unchanged": 0}
        raise Refusal(say("The data folder holds projects already: the example was not loaded."))
    console = console_user(at=at)
    files = [(p.name, p.read_bytes()) for p in sorted(folder.rglob("*")) if _is_table(p)]
    batch = bring_in(files=files, year=YEAR, by=console, at=at)
    if batch.outcome["blocked"]:
        raise Refusal(str(batch.outcome["problems"][0]["message"]))
    set_district(
        by=console, at=at, name="怀化市鹤城区", region_code="431202", year=YEAR, invented=True
    )
    for round in Round.objects.filter(month__month__lt=OPEN_MONTH):
        lock_round(round=round, by=console, at=at)
    _people(console, at)
    if played:
        play(year=YEAR, by=console, at=at)
    return {key: batch.outcome[key] for key in ("created", "updated", "unchanged")}


def _is_table(path: Path) -> bool:
    return path.suffix in (".xlsx", ".csv") and not path.name.startswith("~")


def _people(console: User, at: datetime) -> None:
    owner = _owner_with_a_silent_project()
    responsible = Project.objects.exclude(responsible=None).order_by("pk").first()
    department = responsible.responsible if responsible else None
    leader = Leader.objects.filter(projects__isnull=False).order_by("pk").first()
    people: list[tuple[str, str, str, Organisation | None, Leader | None]] = [
        ("office", "重点办经办人", Role.OFFICE, None, None),
        ("reporter", "项目填报人", Role.REPORTER, owner, None),
        ("department", f"{department}经办人", Role.DEPARTMENT, department, None),
        ("commander", leader.name if leader else "", Role.COMMANDER, None, leader),
        ("supervisor", "督查员", Role.SUPERVISOR, None, None),
        ("statistics", "统计员", Role.STATISTICS, None, None),
        ("viewer", "", Role.VIEWER, None, None),
    ]
    lines = []
    for username, full_name, role, organisation, chief in people:
        add_user(
            username=username, full_name=full_name, role=role, password=PASSWORD,
            organisation=organisation, leader=chief, by=console, at=at,
        )  # fmt: skip
        lines.append(f"{username} {PASSWORD}")
    (settings.HOME / "demo").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _owner_with_a_silent_project() -> Organisation | None:
    """Return an owner of whom a project has no report in December, if there is one."""
    told = Report.objects.filter(month__month=OPEN_MONTH).values("project")
    silent = Project.objects.exclude(pk__in=told).exclude(owner=None).order_by("pk").first()
    anyone = Project.objects.exclude(owner=None).order_by("pk").first()
    chosen = silent or anyone
    return chosen.owner if chosen else None
