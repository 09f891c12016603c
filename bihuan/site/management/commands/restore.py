import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import recorded_name
from bihuan.kit.words import gettext
from bihuan.site.backups import passphrase, progress_line, restoring


class AtTheMachine:
    """Who restores: the users are not there before."""

    def get_username(self) -> str:
        return recorded_name()


class Command(BaseCommand):
    help = gettext_noop("Put a backup back into an empty data folder and an empty database.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)  # what is unpacked is for its owner alone
        secret = passphrase.given_or_typed(options["passphrase_file"])
        with progress_line.shown(self.stderr, restoring.SHARES):
            done = restoring.restore_backup(
                place=options["file"], passphrase=secret, by=AtTheMachine(), at=timezone.now()
            )
        if options["json"]:
            self.stdout.write(json.dumps(plain(done), ensure_ascii=False))
            return
        made_at = timezone.localtime(datetime.fromisoformat(done.manifest.made_at))
        summary = {**plain(done), "home": settings.HOME, "made_at": f"{made_at:%Y-%m-%d %H:%M}"}
        self.stdout.write(
            gettext("Restored into %(home)s: %(rows)s rows, %(files)s files, as of %(made_at)s.")
            % summary
        )
        if done.manifest.head:
            self.stdout.write(gettext("The record stands at event %(event)s, %(hash)s") % summary)
        for line in done.missing:
            self.stdout.write(line)


def plain(done: restoring.Restored) -> dict[str, Any]:
    """Return what was restored as plain values."""
    head = done.manifest.head
    return {
        "made_at": done.manifest.made_at,
        "version": done.manifest.version,
        "rows": sum(done.manifest.counts.values()),
        "files": done.manifest.files,
        "event": head.number if head else None,
        "hash": head.hash if head else None,
        "has_keys": done.has_keys,
        "notes": done.missing,
    }
