import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site.doctor import DoctorState, examine
from bihuan.site.health import plain


class Command(BaseCommand):
    help = gettext_noop("Tell in sentences what is wrong with this installation.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        looked = examine(slow=True)
        if options["json"]:
            self.stdout.write(json.dumps(plain(looked), ensure_ascii=False, indent=1))
        else:
            for each in looked:
                for found in each.findings:
                    self.stdout.write(f"[{found.state.label}] {each.check.label}: {found.sentence}")
                    if found.todo:
                        self.stdout.write(f"    → {found.todo}")
        count = sum(found.state == DoctorState.WRONG for each in looked for found in each.findings)
        if count:
            raise Refusal(gettext("Wrong with this installation: %s, see above.") % count)
