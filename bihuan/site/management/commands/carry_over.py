import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.carry_over.actions import carry_over
from bihuan.carry_over.queries import carried_over
from bihuan.carry_over.schemas import written
from bihuan.kit.words import gettext
from bihuan.projects.kinds import Tier


class Command(BaseCommand):
    help = gettext_noop("Carry unfinished projects over onto the lists of a later year.")

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        year: dict[str, Any] = {"type": int, "required": True, "metavar": "YEAR"}
        add("--from", dest="from_year", help=gettext("the year whose lists go on"), **year)
        add("--to", dest="to_year", help=gettext("the year into which they go"), **year)
        tiers = gettext("only this list; may be given again (default: all)")
        add("--list", dest="tiers", action="append", choices=Tier.values, help=tiers)
        add("--dry-run", action="store_true", help=gettext("only tell; write nothing"))
        add("--json", action="store_true", help=gettext("tell it as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        tiers = [Tier(each) for each in options["tiers"] or ()] or None
        years = options["from_year"], options["to_year"]
        if options["dry_run"]:
            rows = carried_over(*years, tiers)
        else:
            by = person_at_the_machine(at=at)
            rows = carry_over(from_year=years[0], to_year=years[1], tiers=tiers, by=by, at=at)
        if options["json"]:
            self.stdout.write(json.dumps(written(rows), ensure_ascii=False, indent=1))
            return
        for row in rows:
            mark = "→" if row.is_carried else "·"
            self.stdout.write(f"{mark} {row.project}\t{row.reason}")
        carried = sum(row.is_carried for row in rows)
        self.stdout.write(
            gettext("%(carried)s of %(all)s projects carried over.")
            % {"carried": carried, "all": len(rows)}
        )
        if options["dry_run"]:
            self.stdout.write(gettext("Only tried: nothing was written."))
