import json
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.importing.actions import bring_in_people
from bihuan.importing.people.plan import PeoplePlan, plan_people
from bihuan.importing.people.sheet import people_in
from bihuan.importing.people.slips import slips_of, slips_workbook
from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_workbook
from bihuan.kit.words import gettext


class Command(BaseCommand):
    help = gettext_noop("Let the people in a workbook sign in: all of them, or nobody.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--create-organisations",
            action="store_true",
            help=gettext("add organisations that are not there yet"),
        )
        parser.add_argument(
            "--slips",
            type=Path,
            metavar="XLSX",
            help=gettext("where the first passwords of new users are written, once"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        rows = people_in(read_workbook(_content(options["file"]), options["file"].name))
        plan = plan_people(rows)
        self._tell(plan, as_json=options["json"])
        if options["dry_run"]:
            return
        _check(plan, create=options["create_organisations"])
        if not plan.drafts:
            return
        with _slips_file(options["slips"]) as out:
            _plan, handed_out = bring_in_people(
                rows=rows, seen=plan.digest, by=person_at_the_machine(at=at), at=at
            )
            out.write(slips_workbook(map(vars, slips_of(handed_out))))

    def _tell(self, plan: PeoplePlan, *, as_json: bool) -> None:
        told = plan.as_told()
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for row in told["rows"]:
            words = "; ".join([row["problem"], *row["notes"]]).strip("; ")
            self.stdout.write(
                f"[{row['verdict']}] {row['number']} {row['full_name']} {words}".rstrip()
            )
        for name in told["unknown_organisations"]:
            self.stdout.write(gettext("There is no organisation “%s”.") % name)
        sentence = gettext(
            "%(new)s new, %(changed)s changed, %(known)s unchanged, %(problem)s bad."
        )
        self.stdout.write(sentence % told)


def _check(plan: PeoplePlan, *, create: bool) -> None:
    if plan.has_problems:
        raise Refusal(gettext("Some rows have problems: nothing was written."))
    if plan.unknown and not create:
        raise Refusal(
            gettext("Organisations are not there yet: add them with --create-organisations.")
        )


def _slips_file(place: Path | None) -> BinaryIO:
    """Open the file of first passwords before anything is written, so that none is lost."""
    if place is None:
        raise Refusal(gettext("Say with --slips where the first passwords are to be written."))
    try:
        return place.open("xb")
    except FileExistsError:
        raise Refusal(gettext("“%s” is there already.") % place) from None
    except OSError as error:
        raise CommandError(gettext("“%s” cannot be opened.") % place) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(gettext("“%s” cannot be opened.") % path) from error
