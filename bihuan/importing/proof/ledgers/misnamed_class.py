"""A column called after the class of projects that holds something else: 新建, 产业类. Pure."""

from __future__ import annotations

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.importing.rows.cells import READERS
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

CLASS = "project_class"
INSTEAD = ("nature", "sector", "tier")
"""What such a column may hold instead."""
MOST_SHOWN = 4  # words
MOST_ASKED = 6  # words that are no classes; more are no office's classes


def settle_misnamed_class(desk: Desk, layout: Layout, grid: Grid) -> Layout:
    """Return the layout with such a column as what reads all of its words, if one thing does; asked
    if several do.
    """
    column = layout.column(CLASS)
    if layout.kind != SheetKind.LEDGER or column is None:
        return layout
    cells = [cell_at(line.cells, column.index) for line in grid.data]
    words = list(dict.fromkeys(plain(cell) for cell in cells if not is_empty(cell)))
    if _reads(CLASS, words):
        return layout
    fields = [name for name in INSTEAD if not layout.column(name) and _reads(name, words)]
    if not fields:  # each word is asked about, unless they are words of something else
        unread = [word for word in words if not _reads(CLASS, [word])]
        return layout if len(unread) <= MOST_ASKED else layout.read_as(column, "")
    shown = "、".join(words[:MOST_SHOWN]) + "…" * (len(words) > MOST_SHOWN)
    told = {"title": column.title, "words": shown}
    if len(fields) == 1:
        text = gettext("“%(title)s” holds %(words)s: read as “%(field)s”, not as the class.")
        desk.prove(text % {**told, "field": _called(fields[0])})
        return layout.read_as(column, fields[0])
    text = gettext("“%(title)s” holds %(words)s, which are no classes: what does it say?") % told
    choices = [AnswerChoice(name, _called(name), shown) for name in fields]
    choices.append(AnswerChoice(LEAVE, gettext("Do not read this column"), nothing_read()))
    answer = desk.ask("sort", text, choices, column=column.title, lasting=True)
    return layout.read_as(column, answer if answer in fields else "")


def _reads(name: str, words: list[str]) -> bool:
    """True if each word is one of those that a field's cells hold."""
    reader = READERS[COLUMNS[SheetKind.LEDGER.value].fields[name].type]
    try:
        for word in words:
            reader(word)
    except Refusal:
        return False
    return bool(words)


def _called(name: str) -> str:
    return COLUMNS[SheetKind.LEDGER.value].fields[name].aliases[0]
