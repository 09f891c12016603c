"""What is kept: backups, the log, the record of events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bihuan.audit.check import check
from bihuan.audit.countersigning import countersigned_heads
from bihuan.audit.noted import noted_heads
from bihuan.kit.days import local_moment, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site import journal
from bihuan.site.backups import newest_backup, passphrase, trouble
from bihuan.site.backups.plan import plan
from bihuan.site.district.locked_rules import overwritten
from bihuan.site.journal.files import PREFIX, day_of

from .kinds import DoctorFinding, fine, note, wrong

OLDEST_BACKUP = timedelta(days=2)
SHOWN = 5


def look_at_backups() -> Iterator[DoctorFinding]:
    yield from _wrong_plans()
    if told := trouble(timezone.now()):
        yield wrong(told, gettext("The page “Backups” and the log tell more."))
    newest = newest_backup()
    if newest is None:
        yield wrong(
            gettext("There is no backup."),
            gettext("Run `bihuan backup FILE`, and let `bihuan serve` make one every day."),
        )
        return
    path, at = newest
    told = gettext("The newest backup is of %(at)s: %(path)s") % {
        "at": local_moment(at),
        "path": path,
    }
    if timezone.now() - at > OLDEST_BACKUP:
        yield wrong(told, gettext("Find in the log why none was made since."))
    else:
        yield fine(told)
    if _device(path) == _device(Path(settings.HOME)):
        yield note(
            gettext("The newest backup lies on the same disk as the data."),
            gettext("Have a second place on another machine: a broken disk takes both."),
        )


def _wrong_plans() -> Iterator[DoctorFinding]:
    """Tell what the environment asks of backups and nobody can do."""
    todo = gettext("Mend it in the service's environment, then start the server anew.")
    try:
        second = plan().second_place
    except Refusal as told:
        yield wrong(str(told), todo)
        return
    if second is not None and not second.is_dir():
        yield wrong(gettext("BIHUAN_BACKUP_COPY is “%s”: there is no such folder.") % second, todo)
    try:
        passphrase.given()
    except Refusal as told:
        yield wrong(f"{passphrase.FILE_VARIABLE}: {told}", todo)


def look_at_record() -> Iterator[DoctorFinding]:
    """Compare all facts and files with the record, as `bihuan audit-check` does."""
    checked = check([*noted_heads(), *countersigned_heads()])
    todo = gettext("Keep the folder as it is; `bihuan audit-check` names all of it.")
    for each in checked.found[:SHOWN]:
        yield wrong(str(each), todo)
    if not checked.found:
        told = {"events": checked.events, "rows": checked.rows, "files": checked.files}
        yield fine(
            gettext("%(events)s events, %(rows)s facts and %(files)s files are as recorded.") % told
        )


def look_at_rules() -> Iterator[DoctorFinding]:
    """Compare what the rules say of locked months with what was noted when they were locked."""
    try:
        changed = list(overwritten())
    except Refusal as told:
        yield wrong(str(told), gettext("The server does not start before."))
        return
    for each in changed:
        yield wrong(each, gettext("The server does not start before."))
    if not changed:
        yield fine(gettext("Locked months are judged by the rules that they were locked under."))


def look_at_log() -> Iterator[DoctorFinding]:
    folder = Path(settings.HOME) / "logs"
    if journal.DAYS < journal.SIX_MONTHS:
        yield wrong(
            gettext("Logs are kept for %s days; the law asks for six months.") % journal.DAYS,
            gettext("Set BIHUAN_LOG_DAYS to %s or more.") % journal.SIX_MONTHS,
        )
    days = sorted(day for path in folder.glob(f"{PREFIX}*") if (day := day_of(path)))
    if days:
        yield fine(gettext("The log goes back to %s.") % long_day(days[0]))
        yield from _flooded(folder / f"{PREFIX}{days[-1]}.jsonl")
    else:
        yield note(
            gettext("Nothing was logged yet."),
            gettext("Is %s there, and open to the server?") % folder,
        )


def _flooded(newest: Path) -> Iterator[DoctorFinding]:
    if newest.is_file() and newest.stat().st_size >= journal.DAY_MEBIBYTES * 2**20:
        yield wrong(
            gettext("The log of today is full: only warnings are written."),
            gettext("Find out who asks so often, or set BIHUAN_LOG_DAY_MB higher."),
        )


def _device(path: Path) -> int:
    return path.stat().st_dev
