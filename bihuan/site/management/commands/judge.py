import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.audit.log import ClockActor
from bihuan.kit.words import gettext
from bihuan.lights.actions import judge_year
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Judge the lights of a year from the facts as they stand.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        given = judge_year(year=options["year"], by=ClockActor(), at=timezone.now())
        told = {"year": options["year"], "given": given}
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(gettext("Lights of %(year)s: %(given)s verdicts changed.") % told)
