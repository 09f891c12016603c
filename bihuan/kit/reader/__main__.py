"""The process that reads: takes files on its standard input, one after another, until it is closed.

Limits of memory and of what it may write are set before the first byte of a file is looked at.
"""

from __future__ import annotations

import gc
import resource
import sys
import traceback
from contextlib import suppress
from typing import Any

from . import limits
from .reading import read
from .values import ReadingFault, Unreadable
from .wire import packed, receive, send

FILES = 400 * limits.MEBIBYTE  # a library writes sheets to temporary files


def main() -> None:
    """Answer each request until there is none; the only argument is the memory allowed, in MiB."""
    _limit(resource.RLIMIT_AS, int(sys.argv[1]) * limits.MEBIBYTE)
    _limit(resource.RLIMIT_FSIZE, FILES)
    _limit(resource.RLIMIT_CORE, 0)
    gc.disable()  # a file makes a great many objects, and no rings of them
    while request := receive(sys.stdin.buffer, 2 * limits.LARGEST_PACKAGE):
        _answer(*request)


def _answer(asked: dict[str, Any], content: bytes) -> None:
    try:
        told, back = _done(asked, content)
    except Unreadable as error:
        told, back = {"fault": error.fault, "about": error.about}, b""
    except MemoryError:
        told, back = {"fault": ReadingFault.MEMORY, "about": asked["name"]}, b""
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  # a panic of the reading library is no Exception
        trace = traceback.format_exc()
        told, back = {"fault": ReadingFault.DAMAGED, "about": asked["name"], "trace": trace}, b""
    told["heavy"] = "rapidocr" in sys.modules  # its models stay in memory
    send(sys.stdout.buffer, told, back)


def _done(asked: dict[str, Any], content: bytes) -> tuple[Any, bytes]:
    name = asked["name"]
    if "notes" not in asked:
        return packed(read(content, name, asked["base"], pasted=asked.get("pasted", False))), b""
    from .annotate import Note, annotate  # slow to import, and rarely needed

    notes = [Note(*each) for each in asked["notes"]]
    return {}, annotate(content, name, notes, asked["heading"])


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):  # who asked has gone
        main()
