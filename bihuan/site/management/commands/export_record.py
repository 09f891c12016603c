import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.audit.exchange import export_head, export_record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.models import District


class Command(BaseCommand):
    help = gettext_noop("Write the record to a file, for a verifier or a neighbour.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--head-only",
            action="store_true",
            help=gettext_noop("only where the record stands: no names, no facts"),
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.exists():
            raise Refusal(gettext("%s is there already: give another name.") % path)
        write = export_head if options["head_only"] else export_record
        done = write(path, name=District.objects.served().name, at=timezone.now())
        if options["json"]:
            told = {"head": done.head.written_down(), "events": done.events}
            self.stdout.write(json.dumps({**told, "facts": done.facts, "files": done.files}))
            return
        if not options["head_only"]:
            counts = {"events": done.events, "facts": done.facts, "files": done.files}
            self.stdout.write(
                gettext("Wrote %(events)s events, %(facts)s facts and %(files)s files' digests.")
                % counts
            )
        self.stdout.write(gettext("Head, to be noted elsewhere: %s") % done.head.printed)
