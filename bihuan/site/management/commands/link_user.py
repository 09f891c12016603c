from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.actions import link_identity
from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.accounts.models import User
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site.platform.configuration import platform


class Command(BaseCommand):
    help = gettext_noop("Say who a user is for the platform; without a subject, nobody.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("subject", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen, at = platform(), timezone.now()
        if chosen is None:
            raise Refusal(gettext("No platform is set."))
        user = User.objects.filter(username__iexact=options["name"]).first()
        if user is None:
            raise Refusal(gettext("There is no user “%s”.") % options["name"])
        link_identity(
            user=user,
            issuer=chosen.server,
            subject=options["subject"],
            by=person_at_the_machine(at=at),
            at=at,
        )
        self.stdout.write(gettext("Saved."))
