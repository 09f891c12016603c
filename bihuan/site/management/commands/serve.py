import gc
from collections.abc import Callable
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils.translation import gettext_noop

from bihuan.audit.origins import check_origin
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.models import Entry
from bihuan.site import lock
from bihuan.site.backups.plan import plan
from bihuan.site.demo_accounts import check_no_example_in_a_real_district, shown_accounts
from bihuan.site.district.locked_rules import check_rules_of_locked_months
from bihuan.site.durability import doubts
from bihuan.site.first_hour.steps import has_office
from bihuan.site.home import initialise
from bihuan.site.listening import listen
from bihuan.site.supervising import Serving, handed_on


class Command(BaseCommand):
    help = gettext_noop("Serve the pages and the API; makes the data folder if there is none.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=3)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        counts = {"workers": options["workers"], "threads": options["threads"]}
        if serving := handed_on():
            _serve(serving, **counts, ready=lambda: None)
        with lock.hold(settings.HOME, host=host, port=port) as held:
            heard = listen(host, port)
            plan()  # a setting that cannot be understood is told now, not at night
            initialise()
            check_no_example_in_a_real_district()
            check_rules_of_locked_months()
            for sentence in (*doubts(), *self._doubts_of_key()):
                self.stderr.write(sentence)
            first_step = self._first_step()
            connections.close_all()
            port = heard.getsockname()[1]
            _serve(
                Serving(heard.detach(), held),
                **counts,
                ready=lambda: self._tell(host, port, first_step),
            )

    def _doubts_of_key(self) -> list[str]:
        try:
            check_origin()
        except Refusal as told:
            return [str(told)]
        return []

    def _first_step(self) -> str:
        """Return what comes next while nobody can sign in or nothing is entered; else nothing."""
        if not has_office():
            return gettext(
                "Nobody of the office can sign in yet; in another window:\n"
                "  bihuan create-user office --role office"
            )
        if not Entry.objects.exists():
            return gettext("Nothing is entered yet: http://%(host)s:%(port)s/setup/ leads on.")
        return ""

    def _tell(self, host: str, port: int, first_step: str) -> None:
        told = {"host": f"[{host}]" if ":" in host else host, "port": port}
        self.stdout.write(gettext("Bihuan is on http://%(host)s:%(port)s") % told)
        if first_step:
            self.stdout.write(first_step % told)
        accounts = shown_accounts()
        if accounts:
            self.stdout.write(gettext("Accounts to try it with, each with its password:"))
            self.stdout.write("".join(f"{name} {password}\n" for name, password in accounts))
        self.stdout.flush()


def _serve(serving: Serving, *, workers: int, threads: int, ready: Callable[[], None]) -> NoReturn:
    gc.disable()  # until the forks: what is imported is no garbage, and the start is sooner
    from bihuan.site.serving import serve  # after the checks: it imports every page

    serve(serving, workers=workers, threads=threads, ready=ready)
