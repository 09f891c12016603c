import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.assessment.kinds import Assessed
from bihuan.assessment.presets import scheme_for
from bihuan.assessment.queries import question_of, scheme_of
from bihuan.assessment.queries.board import asked_month, nobody
from bihuan.assessment.queries.simulated import simulated
from bihuan.assessment.schemas import written_moves
from bihuan.kit.days import local_day
from bihuan.projects.kinds import ProjectClass
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Score a year under another scheme: who moves, by how much and why.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--month", default="", help=gettext_noop("2024-03"))
        parser.add_argument("--class", dest="kinds", action="append", choices=ProjectClass.values)
        parser.add_argument("--who", choices=Assessed.values, default=Assessed.PROJECTS.value)
        parser.add_argument("--scheme", required=True, metavar="FILE|PRESET")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        month = asked_month(options["year"], options["month"])
        found = simulated(
            scheme_of(month),
            scheme_for(options["scheme"], month.last_day),
            question_of(month, local_day(timezone.now())),
            Assessed(options["who"]),
            [ProjectClass(each) for each in options["kinds"] or ()],
        )
        if not found:
            self.stderr.write(nobody(month))
        if options["json"]:
            self.stdout.write(json.dumps(written_moves(found), ensure_ascii=False, indent=1))
            return
        for _kind, each in found:
            before = each.before.score.total if each.before else "—"
            after = each.after.score.total if each.after else "—"
            self.stdout.write(f"{before} → {after}\t{each.difference or '—'}\t{each.label}")
