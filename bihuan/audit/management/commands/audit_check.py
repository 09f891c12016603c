import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.audit import log
from bihuan.audit.models import Event
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say


class Command(BaseCommand):
    help = gettext_noop("Verify that no recorded event was changed or removed.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--seal", help="what an earlier check printed; it must still be there")

    def handle(self, *args: Any, **options: Any) -> None:
        broken, events = log.first_broken_event(), Event.objects.order_by("pk")
        newest = events.last()
        seal = newest.hash if newest else log.GENESIS
        if options["json"]:
            told = {"events": events.count(), "first_broken": broken, "seal": seal}
            self.stdout.write(json.dumps(told))
        elif broken is None:
            self.stdout.write(say("All %s events follow one another.") % events.count())
            self.stdout.write(say("Seal, to be noted elsewhere: %s") % seal)
        _refuse_if(broken, lost=options["seal"] if not _holds(options["seal"]) else None)


def _holds(seal: str | None) -> bool:
    return seal in (None, log.GENESIS) or Event.objects.filter(hash=seal).exists()


def _refuse_if(broken: int | None, *, lost: str | None) -> None:
    if broken is not None:
        raise Refusal(
            say("Event %s does not follow from the one before: the record was changed.") % broken
        )
    if lost is not None:
        raise Refusal(say("No event has the seal %s: newest events were removed.") % lost)
