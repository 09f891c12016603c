import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.assessment.presets import schemes_of
from bihuan.kit.words import gettext


class Command(BaseCommand):
    help = gettext_noop("Check a scheme of assessment, or play against it.")

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help=gettext_noop("say what is wrong with a file"))
        check.add_argument("file", metavar="FILE", type=Path)
        check.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options["file"], as_json=options["json"])

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
