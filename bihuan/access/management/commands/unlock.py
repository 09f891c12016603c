from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.access.actions import unlock_address, unlock_person
from bihuan.accounts.actions import end_second_step
from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.accounts.models import User
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


class Command(BaseCommand):
    help = gettext_noop("Lift a pause of sign-in: of a user, or of an address.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--address", default="")
        parser.add_argument(
            "--second-step",
            action="store_true",
            help=gettext("also end the user's second step: the phone is lost"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        name, address, console = options["name"], options["address"], person_at_the_machine(at=at)
        if not name and not address:
            raise Refusal(gettext("Say whose pause to lift: a sign-in name, or --address."))
        if name:
            user = _user(name)
            unlock_person(user=user, by=console, at=at)
            if options["second_step"]:
                end_second_step(user=user, by=console, at=at)
            self.stdout.write(gettext("“%s” can sign in again at once.") % user.username)
        if address:
            unlock_address(address=address, by=console, at=at)
            self.stdout.write(gettext("Whoever comes from %s can sign in again at once.") % address)


def _user(name: str) -> User:
    found = User.objects.filter(username__iexact=name.strip()).first()
    if found is None:
        raise Refusal(gettext("There is no user “%s”.") % name)
    return found
