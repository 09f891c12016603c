import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.kit.words import gettext
from bihuan.site.keyring import rotate


class Command(BaseCommand):
    help = gettext_noop("Change the keys of sessions and sealed secrets; goes on if interrupted.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forget", action="store_true", help="sign everybody out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        done = rotate(by=person_at_the_machine(at=at), at=at, forget=options["forget"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False))
            return
        self.stdout.write(gettext("Sealed anew: %s rows.") % done.resealed)
        for name in done.given:
            self.stdout.write(gettext("%s comes from the environment: change it there.") % name)
        self.stdout.write(gettext("Start `bihuan serve` anew, so that it signs with the new key."))
        for sentence in done.lost:
            self.stdout.write(sentence)
