import json
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.options import day
from bihuan.kit.words import gettext
from bihuan.site.clock import Ticked, tick
from bihuan.site.journal.requests import new_number
from bihuan.site.ticking import LastTick, note

AHEAD = timedelta(days=366)


class Command(BaseCommand):
    help = gettext_noop("Do what time alone makes happen: rounds, lights, escalation.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, metavar="DATE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now = timezone.now()
        if options["on"]:
            if options["on"] > local_day(at) + AHEAD:
                raise Refusal(gettext("The clock runs a year ahead at most: what climbs stays up."))
            at = timezone.make_aware(datetime.combine(options["on"], time(12)))
        done = tick(on=local_day(at), at=at)
        if not options["on"]:
            note(LastTick(at, well=True, number=new_number()))
        elif options["on"] > local_day(now):
            self.stderr.write(
                gettext("Run ahead of today, the clock deletes nothing: no import, no sign-in.")
            )
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False, default=str))
            return
        self._tell(done)

    def _tell(self, done: Ticked) -> None:
        for line in (*done.rounds, *done.lifts):
            self.stdout.write(line)
        for number in done.discarded:
            self.stdout.write(gettext("Import %s was never applied: discarded.") % number)
        for year, given in done.lights.items():
            told = {"year": year, "given": given}
            self.stdout.write(gettext("Lights of %(year)s: %(given)s verdicts changed.") % told)
        for said in done.matters:
            self.stdout.write(f"{said.on}  {said.matter}  {said.kind.label}")
        for need in done.needs:
            self.stdout.write(f"{need.on}  {need.project}  {need.element}  {need.told.label}")
