import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import MachineActor
from bihuan.kit.words import gettext
from bihuan.site.backups import making, passphrase, progress_line


class Command(BaseCommand):
    help = gettext_noop("Write all that there is to one file, while others go on working.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at, place = timezone.now(), options["file"]
        if place.is_dir():
            place /= making.name_for(at)
        secret = passphrase.given_or_typed(options["passphrase_file"])
        with progress_line.shown(self.stderr, making.SHARES):
            made = making.make_backup(place=place, passphrase=secret, by=MachineActor(), at=at)
        if options["json"]:
            self.stdout.write(json.dumps(plain(made), ensure_ascii=False))
            return
        self.stdout.write(gettext("The backup is in %(place)s, %(size)s MB.") % size(made))
        for line in sentences(made):
            self.stdout.write(line)


def plain(made: making.Made) -> dict[str, Any]:
    """Return a backup as plain values."""
    head = made.manifest.head
    return {
        "file": str(made.place),
        "bytes": made.size,
        "sha256": made.sha256,
        "event": head.number if head else None,
        "hash": head.hash if head else None,
        "rows": sum(made.manifest.counts.values()),
        "has_keys": made.manifest.has_keys,
        "missing": made.manifest.missing,
    }


def size(made: making.Made) -> dict[str, Any]:
    return {"place": made.place, "size": max(round(made.size / 1_000_000, 1), 0.1)}


def sentences(made: making.Made) -> list[str]:
    """Return what must be known of a new backup beside its size."""
    said = [gettext("Its checksum: %s") % made.sha256]
    if head := made.manifest.head:
        said.append(gettext("The record stands at event %(number)s, %(hash)s") % vars(head))
    if not made.manifest.has_keys:
        said.append(gettext("The keys are left out: no passphrase was given."))
    if made.manifest.missing:
        said.append(gettext("Files that rows name are missing: %s") % len(made.manifest.missing))
    if not made.is_recorded:
        said.append(
            gettext(
                "It could not be noted in the record: the database was busy, or is of an older"
                " version."
            )
        )
    return said
