import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.kit.words import gettext
from bihuan.site.example import is_cut_off
from bihuan.site.first_hour.steps import has_office
from bihuan.site.home import database_name, initialise, is_empty


class Command(BaseCommand):
    help = gettext_noop("Make the data folder, or bring it up to date; harmless to repeat.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = initialise(takes_new_key=True)
        if options["json"]:
            told = {
                "home": str(settings.HOME),
                "database": database_name(),
                "steps": steps,
                "empty": is_empty(),
                "cut_off": is_cut_off(),
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif steps:
            self.stdout.write(gettext("The data folder %s is ready.") % settings.HOME)
        else:
            self.stdout.write(gettext("The data folder %s is up to date.") % settings.HOME)
        if not options["json"] and not has_office():
            self.stdout.write(gettext("Next: an account for the office, then serve it:"))
            self.stdout.write("  bihuan create-user office --role office")
            self.stdout.write("  bihuan serve")
