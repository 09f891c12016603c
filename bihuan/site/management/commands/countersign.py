from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.audit.countersigning import countersign, keep_countersigned
from bihuan.kit.words import gettext
from bihuan.projects.models import District


class Command(BaseCommand):
    help = gettext_noop("Sign where a neighbour's record stands, or keep what a neighbour signed.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--keep",
            action="store_true",
            help=gettext_noop("the file came back countersigned: ask for it at every check"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if options["keep"]:
            head = keep_countersigned(path)
            self.stdout.write(gettext("Kept: every check asks for %s from now on.") % head.printed)
            return
        answer = countersign(path, by=District.objects.served().name, at=timezone.now())
        self.stdout.write(gettext("Signed; send this file back: %s") % answer)
