import getpass
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_noop

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site.platform.configuration import keep_secret, problems


class Command(BaseCommand):
    help = gettext_noop("Keep the platform's secret, sealed; asks, or takes BIHUAN_OIDC_SECRET.")

    def handle(self, *args: Any, **options: Any) -> None:
        given = os.environ.get("BIHUAN_OIDC_SECRET", "")
        if not given and sys.stdin.isatty():
            given = getpass.getpass(gettext("Secret of the platform: "))
        if not given:
            raise Refusal(gettext("Give the secret: at the prompt, or in BIHUAN_OIDC_SECRET."))
        keep_secret(given)
        self.stdout.write(gettext("The secret is kept, sealed."))
        for sentence in problems():
            self.stdout.write(sentence)
