"""One catalogue per app: extract its strings, compile them, or check that all are translated.

python tools/messages.py [APP…]     extract into bihuan/<app>/locale/ of all or some, compile
python tools/messages.py --compile  only write the .mo files (pure Python)
python tools/messages.py --check    fail with a list of what is missing, fuzzy, obsolete or wrong
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import chdir
from itertools import takewhile
from operator import itemgetter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
MessageText = str | tuple[str, ...] | list[str] | None
VALUE = re.compile(r"%\(\w+\)|(?<!%)%[sd]")
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("apps", nargs="*", metavar="APP")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if asked.check:
        problems = list(check())
        sys.exit("\n".join(problems) if problems else 0)
    if not asked.compile:
        _need_gettext()
        for app in apps():
            if app.name in asked.apps or not asked.apps:
                extract(app)
    for app in apps():
        compile_catalogue(app / CATALOGUE)


def apps() -> list[Path]:
    return sorted(path.parent for path in (ROOT / "bihuan").glob("*/apps.py"))


def extract(app: Path) -> None:
    """Bring the catalogue of one app up to date with its Python and its templates."""
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class Extract(Command):
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]

    folder = app / "locale"
    folder.mkdir(exist_ok=True)
    catalogue = app / CATALOGUE
    before = catalogue.read_text("utf-8") if catalogue.exists() else ""
    with chdir(app):
        call_command(
            Extract(),
            locale=[LANGUAGE],
            no_location=True,
            no_wrap=True,
            no_obsolete=False,
            ignore_patterns=["tests/*", "static/*", "migrations/*"],
            verbosity=0,
        )
    if catalogue.exists():
        messages = in_former_order(before, catalogue.read_text("utf-8"))
        catalogue.write_text(f"{HEADER}\n{messages}", "utf-8")  # names, clocks: no news in a diff
    elif not any(folder.iterdir()):
        folder.rmdir()


def in_former_order(before: str, fresh: str) -> str:
    """Return the messages of a fresh catalogue, without its head, in the order they had `before`;
    a new one follows whatever it follows in the fresh one. So a diff shows new words only.
    """
    places = {_key(block): place for place, block in enumerate(_blocks(before))}
    last = -1
    placed: list[tuple[int, str]] = []
    for block in _blocks(fresh):
        last = places.get(_key(block), last)
        placed.append((last, block))
    return "\n\n".join(block for _place, block in sorted(placed, key=itemgetter(0))) + "\n"


def _blocks(text: str) -> list[str]:
    """Return the messages of a catalogue, each with its comments, without the head."""
    return [block.strip("\n") for block in text.split("\n\n")[1:] if block.strip()]


def _key(block: str) -> str:
    """Return what names a message: its context and its English words."""
    lines = [line for line in block.splitlines() if not line.startswith("#")]
    return "\n".join(takewhile(lambda line: not line.startswith("msgstr"), lines))


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside a .po if it is older."""
    target = source.with_suffix(".mo")
    if not source.exists():
        return
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, read(source))


def read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def check() -> Iterator[str]:
    """Yield a line for each string that is not translated, no longer used, or translated twice."""
    if shutil.which("xgettext"):
        with tempfile.TemporaryDirectory() as folder:
            for app in apps():
                fresh = _copied(app, Path(folder))
                extract(fresh)
                yield from _faults(app.name, fresh / CATALOGUE)
    else:
        print("gettext is not installed: strings that no catalogue holds were not looked for.")
        for app in apps():
            yield from _faults(app.name, app / CATALOGUE)
    yield from _double_translations()


def _copied(app: Path, folder: Path) -> Path:
    """Return a copy of what extraction reads, so that a check changes nothing."""
    return Path(
        shutil.copytree(app, folder / app.name, ignore=shutil.ignore_patterns("static", "*.pyc"))
    )


def _faults(app: str, source: Path) -> Iterator[str]:
    if not source.exists():
        return
    catalogue = read(source)
    for message in _messages(catalogue):
        text = _first(message.id)
        if not _is_translated(message):
            yield f"{app}: missing: {text}"
        elif message.fuzzy:
            yield f"{app}: fuzzy: {text}"
        elif _values(message.id) != _values(message.string):
            yield f"{app}: wrong: its values differ: {text}"
    for message in catalogue.obsolete.values():
        yield f"{app}: obsolete: {_first(message.id)}"


def _double_translations() -> Iterator[str]:
    """Django joins all catalogues: of two translations of one string, only one would show."""
    seen: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for app in apps():
        if (app / CATALOGUE).exists():
            for message in _messages(read(app / CATALOGUE)):
                key = (_first(message.id), str(message.context or ""))
                seen[key][app.name] = _first(message.string)
    for (text, _), by_app in seen.items():
        if len(set(by_app.values()) - {""}) > 1:
            yield f"translated in two ways: {text}: {by_app}"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _values(text: MessageText) -> set[str]:
    """Return the values that are put into a text: {"%(name)s"}."""
    parts = text if isinstance(text, (tuple, list)) else [text or ""]
    return {value for part in parts for value in VALUE.findall(part)}


def _is_translated(message: Message) -> bool:
    parts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(parts)


def _first(text: MessageText) -> str:
    return text if isinstance(text, str) else (text[0] if text else "")


def _need_gettext() -> None:
    if not shutil.which("xgettext"):
        sys.exit("Extraction needs gettext: on Debian, run `apt-get install gettext`.")


if __name__ == "__main__":
    main()
