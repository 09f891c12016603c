import getpass
import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.actions import add_user
from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.accounts.models import Organisation
from bihuan.accounts.queries import organisation_named
from bihuan.accounts.roles import Role
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

ROLES = [role.value for role in Role if role != Role.CONSOLE]  # which nobody signs in to


class Command(BaseCommand):
    help = gettext_noop("Let somebody sign in; asks for the password, or takes BIHUAN_PASSWORD.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", choices=ROLES, default=Role.VIEWER)
        parser.add_argument("--organisation", default="")
        parser.add_argument("--full-name", default="")
        parser.add_argument(
            "--own-password",
            action="store_true",
            help=gettext("nobody else knows the password: it need not be changed at first use"),
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        organisation = _organisation(options["organisation"])
        user = add_user(
            username=options["name"],
            role=options["role"],
            password=_password(),
            chosen_by_user=options["own_password"],
            full_name=options["full_name"],
            organisation=organisation,
            by=person_at_the_machine(at=at),
            at=at,
        )
        if options["json"]:
            self.stdout.write(json.dumps({"id": user.pk, "name": user.username, "role": user.role}))
        else:
            self.stdout.write(gettext("“%s” can sign in.") % user.username)


def _organisation(name: str) -> Organisation | None:
    if not name:
        return None
    found = organisation_named(name)
    if found is None:
        raise Refusal(gettext("There is no organisation “%s”.") % name)
    return found


def _password() -> str:
    given = os.environ.get("BIHUAN_PASSWORD", "")
    if not given and sys.stdin.isatty():
        given = getpass.getpass(gettext("Password: "))
    if not given:
        raise Refusal(gettext("Give a password: at the prompt, or in BIHUAN_PASSWORD."))
    return given
