"""A command of the product that kills itself: `python -m tests.kills.doomed PLACE COMMAND…`.

With PLACE 0 it lives, and tells how many places it passed.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from .doom import Doom

    doom = Doom(at=int(sys.argv[1]))
    doom.install()
    call_command(*sys.argv[2:])
    print(f"PLACES {doom.passed}")


if __name__ == "__main__":
    main()
