import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.assessment.kinds import Assessed
from bihuan.assessment.presets import scheme_for
from bihuan.assessment.queries import assessed, decided
from bihuan.assessment.queries.board import asked_month, nobody
from bihuan.assessment.schemas import written
from bihuan.figures.questions import Question
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Score a year, to the end of a month, under a scheme of assessment.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--month", default="", help=gettext_noop("2024-03"))
        parser.add_argument("--class", dest="kinds", action="append", choices=ProjectClass.values)
        parser.add_argument("--who", choices=Assessed.values, default=Assessed.PROJECTS.value)
        parser.add_argument("--scheme", default="", metavar="FILE")
        parser.add_argument(
            "--all",
            action="store_true",
            help=gettext_noop("those not assessed too, with the reason"),
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        month = asked_month(options["year"], options["month"])
        scheme = scheme_for(options["scheme"], month.last_day)
        question = Question(month.year, month.number, today=local_day(timezone.now()))
        kinds = [ProjectClass(each) for each in options["kinds"] or ()]
        found = assessed(scheme, question, Assessed(options["who"]), kinds, decided(month))
        shown = [e for e in found if options["all"] or e.ranked.score.is_assessed]
        if not found:
            self.stderr.write(nobody(month))
        if options["json"]:
            self.stdout.write(json.dumps(written(shown), ensure_ascii=False, indent=1))
            return
        for each in shown:
            score = each.ranked.score
            if score.is_assessed:
                self.stdout.write(
                    f"{each.ranked.rank}\t{score.total}\t{score.label}\t{score.grade}"
                )
            else:
                self.stdout.write(f"—\t—\t{score.label}\t{score.reason}")
        self.stdout.write(
            gettext("%(scored)s of %(all)s assessed, %(month)s, under “%(scheme)s”.")
            % {
                "scored": sum(each.ranked.score.is_assessed for each in found),
                "all": len(found),
                "month": month,
                "scheme": scheme.title,
            }
        )
