"""The `bihuan` command: exits 0 on success, 1 on a refusal (one sentence), 2 on wrong usage."""

import os
import sys


def main() -> None:
    """Run the sub-command named first, as a Django command whose name has underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    arguments = sys.argv[:]
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if arguments[1][:1] != "-" else arguments[1]
    from django.core.management import execute_from_command_line

    from bihuan.kit.errors import NotAllowed, Refusal

    try:
        execute_from_command_line(arguments)
    except (Refusal, NotAllowed) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
