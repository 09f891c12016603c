import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.figures.queries import some_figures
from bihuan.figures.questions import Question
from bihuan.funding.kinds import MONEY, Programme
from bihuan.funding.queries import funding_rows, of_year
from bihuan.kit.days import local_day
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Print the money of a year's batches by programme, to date.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        found = ladder_of(options["year"])
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for each in found:
            self.stdout.write("\t".join(str(value) for value in each.values()))


def ladder_of(year: int) -> list[dict[str, Any]]:
    """Return what the command prints of each programme: amounts from the registry of figures."""
    today = local_day(timezone.now())
    month = today.month if today.year == year else 12
    ids = {p: [f"funding.{p.value}.{stage.value}" for stage in MONEY] for p in Programme}
    question = Question(year, month, today=today)
    figures = some_figures(question, *(each for listed in ids.values() for each in listed))
    counted = {each.programme: each for each in of_year(funding_rows(None, today, year=year))}
    rows = []
    for programme, listed in ids.items():
        sums = counted.get(programme)
        rows.append(
            {
                "programme": programme.value,
                **{
                    stage.value: str(Decimal(figures[each].value or 0))
                    for stage, each in zip(MONEY, listed, strict=True)
                },
                "projects": sums.projects if sums else 0,
                "flags": sums.flags if sums else 0,
            }
        )
    return rows
