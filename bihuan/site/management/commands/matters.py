import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.kit.days import local_day
from bihuan.kit.options import day
from bihuan.kit.words import gettext
from bihuan.matters.models import Matter
from bihuan.matters.queries import plain, with_names


class Command(BaseCommand):
    help = gettext_noop("Print the matters of the district, those worth most first.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true")
        parser.add_argument("--overdue", action="store_true")
        parser.add_argument("--on", type=day, metavar="DATE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["on"] and not options["overdue"]:
            raise CommandError(
                gettext("--on says on which day a matter is --overdue."), returncode=2
            )
        on = options["on"] or local_day(timezone.now())
        matters = Matter.objects.all()
        if options["open"]:
            matters = matters.open()
        if options["overdue"]:
            matters = matters.overdue(on)
        listed = [plain(matter, on) for matter in with_names(matters).order_by("-worth", "number")]
        if options["json"]:
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1, default=str))
            return
        for row in listed:
            words = (row["number"], row["state"], row["due_on"], row["level"], row["title"])
            self.stdout.write("\t".join(map(str, words)))
