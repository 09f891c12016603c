import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.assessment.presets import scheme_for, schemes_of
from bihuan.assessment.rules.adversary import SCORE, attacked
from bihuan.assessment.schemas import written_gains
from bihuan.kit.days import local_day
from bihuan.kit.words import gettext


class Command(BaseCommand):
    help = gettext_noop("Check a scheme of assessment, or play against it.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help=gettext_noop("say what is wrong with a file"))
        check.add_argument("file", metavar="FILE", type=Path)
        check.add_argument("--json", action="store_true")

        attack = verbs.add_parser(
            "attack", help=gettext_noop("play against it with moves that need no work")
        )
        attack.add_argument("scheme", metavar="FILE|PRESET")
        attack.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "attack":
            self._attack(options["scheme"], as_json=options["json"])
        else:
            self._check(options["file"], as_json=options["json"])

    def _attack(self, named: str, *, as_json: bool) -> None:
        gains = attacked(scheme_for(named, local_day(timezone.now())))
        if as_json:
            self.stdout.write(json.dumps(written_gains(gains), ensure_ascii=False, indent=1))
            return
        for each in gains:
            if each.gain > 0:
                self.stdout.write(
                    f"{each.gain}\t{each.sheet}\t{each.item}\t{each.move}\t{each.example}"
                )
            for crossing in filter(None, (each.entering, each.leaving)):
                self.stdout.write(f"—\t{each.sheet}\t{each.item}\t{each.move}\t{crossing}")
        worst = max((each.gain for each in gains if each.item != SCORE), default=0)
        self.stdout.write(
            gettext("%(moves)s moves tried; at most %(worst)s points of one item without work.")
            % {"moves": len(gains), "worst": worst}
        )

    def _check(self, file: Path, *, as_json: bool) -> None:
        found = {name: dated.latest for name, dated in schemes_of(file).items()}
        if as_json:
            sheets = {
                name: [
                    {"sheet": sheet.id, "total": str(sheet.total), "items": len(sheet.items)}
                    for sheet in scheme.sheets
                ]
                for name, scheme in found.items()
            }
            self.stdout.write(json.dumps(sheets, ensure_ascii=False, indent=1))
            return
        for name, scheme in found.items():
            self.stdout.write(f"{name}\t{scheme.title}")
            for sheet in scheme.sheets:
                said = gettext("%(items)s items, %(total)s points") % {
                    "items": len(sheet.items),
                    "total": sheet.total,
                }
                self.stdout.write(f"  {sheet.id}\t{sheet.title}\t{said}")
