import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.assessment.queries import commitments
from bihuan.assessment.queries.board import asked_month
from bihuan.assessment.schemas_of_results import READINGS, CommitmentsOut
from bihuan.assessment.wording.readings import READING_NAMES
from bihuan.kit.words import gettext
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Say what became of a year's list and plans, and of its completion.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--month", default="", help=gettext_noop("2024-03"))
        parser.add_argument("--since", default="", help=gettext_noop("2024-03"))
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        month = asked_month(options["year"], options["month"])
        since = asked_month(options["year"], options["since"] or "1")
        found = commitments(None, month, since)
        if options["json"]:
            said = CommitmentsOut.of(found).model_dump(mode="json")
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
            return
        for each in found.changes:
            words = " → ".join(word for word in (each.was, each.now) if word)
            line = [str(each.day), str(each.kind.label), each.project, words, each.reason, each.by]
            self.stdout.write("\t".join(line))
        for name in READINGS:
            reading = found.sums[name]
            said_of = {"label": READING_NAMES[name], "count": reading.count}
            self.stdout.write(
                gettext("%(label)s: %(count)s projects, %(rate)s%%")
                % {**said_of, "rate": "—" if reading.rate is None else reading.rate}
            )
