"""The example district: its workbooks, brought in as any office would, and its people.

It is loaded in steps. Each is one transaction with its event, so that a load that was cut off goes
on where it stopped, whenever that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.passwords import new_password
from bihuan.accounts.roles import EXAMPLE, Role
from bihuan.audit.log import record
from bihuan.audit.models import Event
from bihuan.importing.actions import bring_in
from bihuan.kit.errors import Refusal
from bihuan.kit.stored import shaped
from bihuan.kit.words import gettext
from bihuan.kit.writing import one_writer
from bihuan.progress.actions import lock_round
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Report, Round
from bihuan.projects.actions import set_district
from bihuan.projects.models import District, Project

from .demo import simulate_year
from .demo_accounts import shown_accounts, write_accounts

FOLDERS = (settings.PACKAGE.parent / "examples", settings.PACKAGE / "examples")
YEAR = 2024
OPEN_MONTH = 12
STEP_DONE = "example.step_done"
ACCOUNTS = (
    *("office", "reporter", "department", "commander"),
    *("supervisor", "statistics", "viewer"),
)
"""Sign-in names of the example's people, one for each role."""
Counts = dict[str, int]
NOTHING: Counts = {"created": 0, "updated": 0, "unchanged": 0}
Step = Callable[[User, datetime], Counts]


def load(*, at: datetime, with_year: bool = False) -> Counts:
    """Bring in the example and make its accounts; what was done before is not done again. With
    `with_year`, a year of matters, needs, visits and meetings is simulated.

    Returns the counts of rows, and of steps taken now. Raises Refusal if the workbooks are missing
    or the data folder holds another district.
    """
    counts = {**NOTHING, "steps": 0}
    for done in steps(at=at, with_year=with_year):
        counts = {key: counts[key] + done.get(key, 1) for key in counts}
    return counts


def steps(*, at: datetime, with_year: bool = False) -> Iterator[Counts]:
    """Take the steps that were not taken yet; yield the counts of each once it stands."""
    if not steps_done() and _is_taken():
        return
    for name, step in _steps(with_year=with_year).items():
        with one_writer():
            if name in steps_done():
                continue
            console = console_user(account=EXAMPLE, at=at)
            done = step(console, at)
            record(STEP_DONE, District.objects.served(), by=console, at=at, step=name)
        yield done


def steps_done() -> set[str]:
    """Return the names of the steps that stand in the database."""
    notes = Event.objects.filter(verb=STEP_DONE).values_list("note", flat=True)
    return {shaped(note, {"step": str}, "audit.Event.note")["step"] for note in notes}


def is_cut_off() -> bool:
    """Return whether the example's loading was begun here and not brought to its end."""
    done = steps_done()
    return bool(done) and not done >= set(_steps(with_year=True))


def _steps(*, with_year: bool) -> dict[str, Step]:
    wanted: dict[str, Step] = {"workbooks": _workbooks, "rounds": _rounds, "people": _people}
    return {**wanted, "year": _year} if with_year else wanted


def _is_taken() -> bool:
    """Return whether an earlier version loaded the example; refuse if another district is here, or
    begins here: somebody bears the name of one of the example's accounts.
    """
    if not Project.objects.exists():
        if User.objects.filter(username__in=ACCOUNTS).exists():
            raise Refusal(gettext("The data folder has accounts already: use an empty one."))
        return False
    if District.objects.served().invented:
        return True
    raise Refusal(gettext("The data folder holds projects already: the example was not loaded."))


def _workbooks(console: User, at: datetime) -> Counts:
    folder = next((f / "hecheng-2024" for f in FOLDERS if (f / "hecheng-2024").is_dir()), None)
    if folder is None:
        raise Refusal(gettext("The example's workbooks are not here: use a clone of the project."))
    files = [(p.name, p.read_bytes()) for p in sorted(folder.rglob("*")) if _is_table(p)]
    batch = bring_in(files=files, year=YEAR, by=console, at=at)
    if batch.outcome["blocked"]:
        raise Refusal(str(batch.outcome["problems"][0]["message"]))
    set_district(
        by=console, at=at, name="怀化市鹤城区", region_code="431202", year=YEAR, invented=True
    )
    return {key: batch.outcome[key] for key in NOTHING}


def _is_table(path: Path) -> bool:
    return path.suffix in (".xlsx", ".csv") and not path.name.startswith("~")


def _rounds(console: User, at: datetime) -> Counts:
    over = Round.objects.filter(month__month__lt=OPEN_MONTH).exclude(state=RoundState.LOCKED)
    for round in over.order_by("month"):
        lock_round(round=round, by=console, at=at)
    return NOTHING


def _people(console: User, at: datetime) -> Counts:
    """Make an account for each role, with a password of this data folder's own."""
    owner = _owner_with_a_silent_project()
    responsible = Project.objects.exclude(responsible=None).order_by("pk").first()
    department = responsible.responsible if responsible else None
    leader = Leader.objects.filter(projects__isnull=False).order_by("pk").first()
    people: list[tuple[str, str, Organisation | None, Leader | None]] = [
        ("重点办经办人", Role.OFFICE, None, None),
        ("项目填报人", Role.REPORTER, owner, None),
        (f"{department}经办人", Role.DEPARTMENT, department, None),
        (leader.name if leader else "", Role.COMMANDER, None, leader),
        ("督查员", Role.SUPERVISOR, None, None),
        ("统计员", Role.STATISTICS, None, None),
        ("查阅员", Role.VIEWER, None, None),
    ]
    password = new_password()
    for username, (full_name, role, organisation, chief) in zip(ACCOUNTS, people, strict=True):
        add_user(
            username=username,
            full_name=full_name,
            role=role,
            password=password,
            organisation=organisation,
            leader=chief,
            by=console,
            at=at,
            chosen_by_user=True,  # nobody has to change it: it is told to who looks around
        )
    write_accounts(dict.fromkeys(ACCOUNTS, password))
    return NOTHING


def _year(console: User, at: datetime) -> Counts:
    known = [password for _username, password in shown_accounts()]
    simulate_year(year=YEAR, password=known[0] if known else new_password(), by=console, at=at)
    return NOTHING


def _owner_with_a_silent_project() -> Organisation | None:
    """Return an owner of whom a project has no report in December, if there is one."""
    told = Report.objects.filter(month__month=OPEN_MONTH).values("project")
    silent = Project.objects.exclude(pk__in=told).exclude(owner=None).order_by("pk").first()
    anyone = Project.objects.exclude(owner=None).order_by("pk").first()
    chosen = silent or anyone
    return chosen.owner if chosen else None
