import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.kit.words import gettext
from bihuan.site.strays import strays, sweep_strays

SHOWN = 50


class Command(BaseCommand):
    help = gettext_noop("Remove files that belong to no fact and are older than a day.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help=gettext("name them, remove none")
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at, dry = timezone.now(), options["dry_run"]
        found = strays(at=at) if dry else sweep_strays(by=person_at_the_machine(at=at), at=at)
        names, size = [each.name for each in found], sum(each.size for each in found)
        if options["json"]:
            told = {"removed": not dry, "files": names, "bytes": size}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name in names[:SHOWN]:
            self.stdout.write(f"· {name}")
        sentence = (
            gettext("%(count)s files would be removed, %(size)s bytes.")
            if dry
            else gettext("%(count)s files were removed, %(size)s bytes; the record names each.")
        )
        self.stdout.write(sentence % {"count": len(names), "size": size})
