import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.access.digests import ONE_DAY, changed_days
from bihuan.access.rules import kept_since
from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.audit.accepting import accept
from bihuan.audit.check import SHARES, Checked, CheckStage, Discrepancy, RecordFault, check
from bihuan.audit.countersigning import countersigned_heads, damaged_files, heads_in
from bihuan.audit.heads import RecordHead, key_file
from bihuan.audit.noted import Noted, check_signing_key, read_noted
from bihuan.kit import advance
from bihuan.kit.advance import Job
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.terminal import progress_on
from bihuan.kit.words import gettext

SHOWN = 50


class Command(BaseCommand):
    help = gettext_noop("Compare every fact and file with the record, and name what differs.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HEAD",
            help=gettext_noop("noted earlier, as on papers (1234:9f2c…), or a file that holds one"),
        )
        parser.add_argument(
            "--accept",
            metavar="REASON",
            help=gettext_noop("record what differs as it stands now, with a reason, for ever"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        noted, signed = read_noted(), list(countersigned_heads())
        given = [head for each in options["head"] for head in _given(each)]
        heads = [*noted.heads, *signed, *given]
        with (
            progress_on(self.stderr, _stage) as told,
            advance.watch(object(), SHARES, told=told),
        ):
            checked = check(heads)
        at = timezone.now()
        checked.found += [*_damaged(noted), *_changed_days(at)]
        if options["accept"] is not None:
            accept(checked.found, reason=options["accept"], by=person_at_the_machine(at=at), at=at)
        asked = {"noted": len(noted.heads), "signed": len(signed), "given": len(given)}
        self._tell(checked, asked, as_json=options["json"])
        if checked.found and options["accept"] is None:
            raise Refusal(gettext("%s things differ from the record.") % len(checked.found))

    def _tell(self, checked: Checked, asked: dict[str, int], *, as_json: bool) -> None:
        if as_json:
            told = {**_plain(checked), "heads": asked}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        told = {"events": checked.events, "rows": checked.rows, "files": checked.files}
        self.stdout.write(
            gettext("Read %(events)s events, %(rows)s facts and %(files)s files.") % told
        )
        heads = gettext(
            "Asked for heads: %(noted)s noted beside the database, %(signed)s countersigned,"
            " %(given)s given."
        )
        self.stdout.write(heads % asked)
        for each in checked.found[:SHOWN]:
            self.stdout.write(f"· {each}")
        if len(checked.found) > SHOWN:
            self.stdout.write(
                gettext("… and %s more; --json tells all.") % (len(checked.found) - SHOWN)
            )
        if checked.strays:
            self.stdout.write(
                gettext(
                    "%s files belong to no fact: a sending that was cut off left them."
                    " `bihuan sweep-strays` removes them."
                )
                % checked.strays
            )
        if not checked.found:
            self.stdout.write(gettext("All facts, files and events are as recorded."))
        if checked.head:
            self.stdout.write(gettext("Head, to be noted elsewhere: %s") % checked.head.printed)


def _given(text: str) -> list[RecordHead]:
    return heads_in(Path(text)) if Path(text).is_file() else [RecordHead.parse(text)]


def _damaged(noted: Noted) -> Iterator[Discrepancy]:
    """Yield the notes of heads that can no longer be read."""
    for number in noted.damaged:
        label = gettext("Line %s of the noted heads") % number
        yield Discrepancy(RecordFault.UNREADABLE, "audit.head", str(number), label)
    for name in damaged_files():
        yield Discrepancy(RecordFault.UNREADABLE, "audit.head", name, gettext("File %s") % name)
    try:
        check_signing_key()
    except Refusal:
        label = gettext("The key %s") % key_file()
        yield Discrepancy(RecordFault.UNREADABLE, "audit.head", "key", label)


def _changed_days(at: datetime) -> Iterator[Discrepancy]:
    """Yield the days of the log of the doors that are not what the record says of them."""
    kept_from = local_day(kept_since(at, settings.ACCESS_KEPT_DAYS)) + ONE_DAY
    for day in changed_days(kept_from=kept_from):
        label = gettext("The log of sign-ins of %s") % long_day(day)
        yield Discrepancy(RecordFault.CHANGED, "access.day", day.isoformat(), label)


def _stage(job: Job) -> str:
    return str(CheckStage(job.stage).label) if job.stage else ""


def _plain(checked: Checked) -> dict[str, Any]:
    head = checked.head
    return {
        "events": checked.events,
        "rows": checked.rows,
        "files": checked.files,
        "strays": checked.strays,
        "head": f"{head.number}:{head.hash}" if head else None,
        "found": [_plain_discrepancy(each) for each in checked.found],
    }


def _plain_discrepancy(each: Discrepancy) -> dict[str, Any]:
    return {
        "trouble": each.trouble.value,
        "kind": each.kind,
        "key": each.key,
        "event": each.event,
        "sentence": str(each),
    }
