"""What is read where somebody wrote into a column of text, past the programme, what is no text:
SQLite keeps bytes of any kind, and hands them out as they are, or stops at them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from bihuan.kit.errors import DamagedValue
from bihuan.kit.words import gettext

OF_TEXT = frozenset({"CharField", "TextField", "FileField"})
"""Fields that hold texts, by the names that Django's engines know them by."""
Row = Sequence[Any]


class DamagedText(str):
    """Stands for a text that cannot be read: people are told so, and read all else of the row. It
    is never written, nor searched for: SQLite's adapter raises DamagedValue.
    """

    __slots__ = ()


SUSPECT = frozenset({bytes, DamagedText})


def with_stand_ins(
    chunks: Iterable[Sequence[Row]], asked: Sequence[Any]
) -> Iterator[Sequence[Row]]:
    """Yield rows in their chunks, with a DamagedText for bytes in a column of text. `asked` are the
    expressions of the columns.

    Raises DamagedValue if it is a column of choices: nothing can be decided by a stand-in.
    """
    for rows in chunks:
        if SUSPECT.isdisjoint(map(type, chain.from_iterable(rows))):
            yield rows
        else:
            fields = [_field_of_text(each) for each in asked]
            yield [tuple(map(_stood_in, row, fields)) for row in rows]


def is_undecoded(error: BaseException) -> bool:
    """Return whether SQLite stopped at a text that is not UTF-8."""
    return str(error).startswith("Could not decode to UTF-8")


@contextmanager
def tolerant(opened: sqlite3.Connection) -> Iterator[None]:
    """Within it, a connection reads a DamagedText where it would stop at what is not UTF-8."""
    usual = opened.text_factory
    opened.text_factory = _decoded
    try:
        yield
    finally:
        opened.text_factory = usual


def _field_of_text(expression: Any) -> Any:
    """Return the field that a column gives, if it holds texts; else None."""
    field = expression._output_field_or_none
    return field if field is not None and field.get_internal_type() in OF_TEXT else None


def _stood_in(value: Any, field: Any) -> Any:
    if field is None or type(value) not in SUSPECT:
        return value
    if field.choices:
        raise DamagedValue(str(field))
    return _stand_in()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _stand_in()


def _stand_in() -> DamagedText:
    return DamagedText(gettext("(damaged)"))


def _refused(value: DamagedText) -> str:
    raise DamagedValue(value)


sqlite3.register_adapter(DamagedText, _refused)
