"""The `bihuan` command: exits 0 on success, 1 on a refusal (one sentence), 2 on wrong usage."""

from __future__ import annotations

import ast
import atexit
import os
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bihuan.kit.keyfiles import data_folder

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

APPS = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the command named first: one of ours, or else one of Django's. What it writes is for its
    owner alone.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    words = sys.argv[1:]
    if words == ["--version"]:
        print(f"bihuan {version('bihuan')}")
        return
    home = data_folder()
    if _asks_for_help(words) or words[0] in ONLY_READ_A_FILE:
        _leave_no_folder(home)
    elif words[0] == "doctor" and not home.is_dir():
        _stop(1, f"没有数据文件夹（There is no data folder）：{home}")
    try:
        _set_up()
        if not words or words[0] in HELP:
            _usage(home)
            sys.exit(0 if words else 2)
        _run(words[0].replace("-", "_"), words[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def commands() -> dict[str, Path]:
    """Return our commands by name, with the file of each; reading the list imports none of them."""
    found = APPS.glob("*/management/commands/[a-z]*.py")
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem)}


def _asks_for_help(words: list[str]) -> bool:
    return not words or words[0] in HELP or not {"-h", "--help"}.isdisjoint(words[1:])


def _usage(home: Path) -> None:
    from bihuan.kit.words import gettext

    print(
        gettext("Usage: bihuan COMMAND [options]; `bihuan COMMAND --help` tells more."), end="\n\n"
    )
    for name, path in commands().items():
        print(f"  {name.replace('_', '-'):<16}{gettext(_help(path))}")
    print("\n" + gettext("The data folder is %s; BIHUAN_HOME names another.") % home)


def _help(path: Path) -> str:
    """Return what stands behind `help = ` in a command's file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "help":
            texts = [n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            return "".join(text for text in texts if isinstance(text, str))
    return ""


def _run(name: str, words: list[str]) -> None:
    ours = commands()
    from django.core.management import ManagementUtility, get_commands, load_command_class

    known = get_commands()
    if name not in known:
        from bihuan.kit.words import gettext

        _stop(
            2,
            gettext("There is no command “%s”; `bihuan --help` lists them.")
            % name.replace("_", "-"),
        )
    try:
        if name in ours:
            _execute(load_command_class(str(known[name]), name), name.replace("_", "-"), words)
        else:
            ManagementUtility([sys.argv[0], name, *words]).execute()
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  # the log has it whole; people get a sentence
        _stop_on_fault(name, error)


def _execute(command: BaseCommand, name: str, words: list[str]) -> None:
    from django.core.management.base import CommandError
    from django.db import DatabaseError, connections

    from bihuan.kit.errors import NotAllowed, Refusal
    from bihuan.kit.words import gettext
    from bihuan.site.usage import translate_frame

    command.help = gettext(str(command.help))
    command.suppressed_base_arguments = set(_OPTIONS_OF_DJANGO)
    command.requires_system_checks = []  # the test suite ran them; here they cost a second
    parser = command.create_parser("bihuan", name)
    translate_frame(parser)
    parser.called_from_command_line = True
    options = vars(parser.parse_args(words))
    try:
        _refuse_what_is_not_ready(name)
        command.execute(*options.pop("args", ()), **options)
    except (Refusal, NotAllowed) as error:
        _log("command refused", name, reason=str(error))
        _stop(1, str(error))
    except CommandError as error:
        _stop(error.returncode, str(error))
    except DatabaseError as error:
        if not (sentence := _database_trouble(name, error)):
            raise
        _stop(1, sentence)
    finally:
        connections.close_all()


MAY_RUN_ON_HALF = frozenset({"restore", "verify-backup", "doctor"})
"""Commands that an interrupted restore does not stop."""
BRINGS_UP_TO_DATE = frozenset({"init", "serve", "load-example"})
"""Commands that take the steps which a database of an older version lacks."""


def _refuse_what_is_not_ready(name: str) -> None:
    """Refuse to work on half a restore, or in tables of another version: these may be saved."""
    from bihuan.site.backups.unfinished import refuse_unfinished
    from bihuan.site.newer import refuse_newer
    from bihuan.site.upgrading import refuse_older

    if name in MAY_RUN_ON_HALF:
        return
    refuse_unfinished()
    if name == "backup":
        return
    refuse_newer()
    if name not in BRINGS_UP_TO_DATE:
        refuse_older()


_OPTIONS_OF_DJANGO = (
    "--version",
    "-v",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
)


ONLY_READ_A_FILE = frozenset({"verify-backup", "verify_backup"})
"""Commands that need no data folder, and make none."""


HELP = frozenset({"help", "-h", "--help"})


def _leave_no_folder(home: Path) -> None:
    """Use a passing data folder where there is none yet."""
    if not home.is_dir() or not any(home.iterdir()):
        passing = os.environ["BIHUAN_HOME"] = tempfile.mkdtemp(prefix="bihuan-passing-")
        atexit.register(shutil.rmtree, passing, ignore_errors=True)


def _set_up() -> None:
    """Read the settings. A folder out of reach is told in both languages: none is chosen yet."""
    import django

    from bihuan.kit.environment import WrongVariable
    from bihuan.kit.keyfiles import DamagedKeys

    try:
        django.setup()
    except OSError as error:
        place = error.filename or ""
        _stop(1, f"数据文件夹无法使用（The data folder cannot be used）：{place} {error.strerror}")
    except WrongVariable as error:
        _stop(1, str(error))
    except DamagedKeys as error:
        _stop(1, f"密钥文件已损坏（A file of keys is damaged）：{error}")


def _stop_on_fault(name: str, error: Exception) -> NoReturn:
    """Say what is wrong around us, or that the fault is ours; the log tells the rest."""
    from bihuan.kit.troubles import trouble_of
    from bihuan.site.failures import sentence_of

    _stop(1, _numbered(name, error, sentence_of(trouble_of(error))))


def _numbered(name: str, error: Exception, sentence: str) -> str:
    """Return a sentence about a fault with its number, under which the log has all of it."""
    from bihuan.kit.words import gettext
    from bihuan.site.journal.requests import new_number

    number = new_number()
    _log("command failed", name, number=number, exc_info=error)
    told = gettext("%(sentence)s (error number %(number)s, see logs/)")
    return told % {"sentence": sentence, "number": number}


def _log(event: str, name: str, **said: object) -> None:
    import structlog

    structlog.get_logger("bihuan.command").warning(event, command=name, **said)


def _database_trouble(name: str, error: Exception) -> str:
    """Say what is wrong with the database as a whole, with a number where it is a fault of what is
    around us; nothing if the fault is ours.
    """
    from django.db import DatabaseError, connection

    from bihuan.kit.database_file import is_missing
    from bihuan.kit.errors import Refusal
    from bihuan.kit.troubles import Trouble, trouble_of
    from bihuan.kit.words import gettext
    from bihuan.site.home import OUR_TABLES, refuse_unfit
    from bihuan.site.settings import HOME

    trouble = trouble_of(error)
    if trouble is Trouble.DAMAGED:
        return _numbered(name, error, str(trouble.label))
    try:
        tables = [] if is_missing() else connection.introspection.table_names()
    except DatabaseError:
        reason = str(error).strip().splitlines()
        told = gettext("The database cannot be opened: %s") % (reason[0] if reason else "")
        if trouble is Trouble.READ_ONLY:
            told = str(trouble.label)
        return _numbered(name, error, told)
    if not set(tables) >= OUR_TABLES:
        try:
            refuse_unfit()
        except Refusal as told:
            return str(told)
        return gettext("There is no data in %s yet: run `bihuan init` first.") % HOME
    return ""


def _stop(code: int, sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(code)
