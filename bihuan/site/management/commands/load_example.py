import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.kit.words import gettext
from bihuan.site.district.locked_rules import note_rules
from bihuan.site.example import load
from bihuan.site.home import initialise


class Command(BaseCommand):
    help = gettext_noop("Bring in the example district, without serving it.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        initialise()
        counts = load(at=timezone.now(), with_year=True)
        note_rules()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        elif counts["created"]:
            self.stdout.write(gettext("The example district is loaded: %(created)s rows.") % counts)
        elif counts["steps"]:
            self.stdout.write(gettext("The example district, which was half loaded, is whole now."))
        else:
            self.stdout.write(gettext("The example district is here already."))
