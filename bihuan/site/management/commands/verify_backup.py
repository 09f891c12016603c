import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_noop

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site.backups import passphrase, progress_line, verifying
from bihuan.site.backups.manifest import BackupManifest


class Command(BaseCommand):
    help = gettext_noop("Tell whether a backup can be relied on: every byte, row count and figure.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        secret = passphrase.given(options["passphrase_file"])
        with progress_line.shown(self.stderr, verifying.SHARES):
            found = verifying.verify_backup(options["file"], passphrase=secret)
        if options["json"]:
            said = {
                "sound": not found.faults,
                "faults": found.faults,
                "notes": found.notes,
                "made_at": found.manifest and found.manifest.made_at,
                "version": found.manifest and found.manifest.version,
            }
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        elif not found.faults and found.manifest:
            self.stdout.write(
                gettext("The backup is sound: %(rows)s rows, %(files)s files, %(figures)s figures.")
                % counted(found.manifest)
            )
        if not options["json"]:
            for line in found.notes:
                self.stdout.write(line)
        if found.faults:
            raise Refusal("\n".join(found.faults))


def counted(manifest: BackupManifest) -> dict[str, int]:
    return {
        "rows": sum(manifest.counts.values()),
        "files": manifest.files,
        "figures": sum(map(len, manifest.figures.values())),
    }
