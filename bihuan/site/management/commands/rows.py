import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from .figures import add_question, question


class Command(BaseCommand):
    help = gettext_noop("Print the rows under a figure: added up, they are the figure.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("figure", metavar="FIGURE")
        add_question(parser)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        from bihuan.figures.queries import figure, rows
        from bihuan.figures.shown import plain_row

        asked = question(options)
        found = figure(options["figure"], asked)
        listed = [plain_row(row, found) for row in rows(found, asked)]
        if options["json"]:
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for row in listed:
            shown = row["value"] if "value" in row else f"{row['numerator']}/{row['denominator']}"
            self.stdout.write(f"{row['month'] or ''}\t{shown}\t{row['name']}")
