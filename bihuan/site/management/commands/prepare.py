from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.figures import statements
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext
from bihuan.site.preparing import prepare, stand_back


class Command(BaseCommand):
    help = gettext_noop(
        "Compile the statements of the pages that everybody opens; `serve` does it by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--beside",
            action="store_true",
            help=gettext("behind all other work, and only as long as who started it lives"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["beside"]:
            stand_back()
        if not prepare(local_day(timezone.now())):
            self.stdout.write(gettext("No project stands on a list yet: there is nothing to ask."))
        elif statements.are_prepared():
            self.stdout.write(gettext("The statements of ordinary pages are compiled and kept."))
        else:
            self.stdout.write(gettext("The data folder takes no files: nothing could be kept."))
