"""What two sheets say differently of one project: amounts and classes are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.queries import AnyProject
from bihuan.importing.rows.table import SheetRow
from bihuan.kit.money import YI, is_rounded
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

FIRST, LATER = "first", "later"
MOST_NAMED = 3
FIELDS = {
    "total_investment_yuan": "total",
    "completed_before_yuan": "before",
    "project_class": "project_class",
}
"""What is asked about, and the fields of a row that tell it."""


@dataclass(frozen=True)
class SheetDifference:
    """What a later row says otherwise than an earlier one."""

    name: str
    earlier: SheetRow
    later: SheetRow
    said: tuple[Any, Any]


@dataclass
class SheetDifferences:
    """What a table says otherwise than the tables before it. `later` names what counts as the table
    says it, though another told it before; of all else the first sheet counts.
    """

    told: dict[tuple[int, str], tuple[SheetRow, Any]] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    words: dict[str, list[SheetDifference]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, desk: Desk, rows: Iterable[tuple[AnyProject | None, SheetRow]]) -> None:
        """Ask which sheet counts, once for each amount and for the class."""
        found: dict[str, list[SheetDifference]] = defaultdict(list)
        for project, row in rows:
            for name in FIELDS if project is not None else ():
                value = _said_in(row, name)
                if project is not None and (other := self._other(project, name, row, value)):
                    found[name].append(other)
        answers = {name: _ask(desk, name, each) for name, each in found.items()}
        self.later = {name for name, answer in answers.items() if answer == LATER}

    def counts(self, project: AnyProject, name: str, row: SheetRow, value: Any) -> bool:
        """True if a row is the first to tell something of a project, or counts all the same; keep
        what does not.
        """
        if name in self.later or (id(project), name) not in self.told:
            self.told[(id(project), name)] = (row, value)
            return True
        if name not in FIELDS and (other := self._other(project, name, row, value)):
            self.words[name].append(other)
        return False

    def tell(self, desk: Desk) -> None:
        """Say where words and days differ: the first sheet counts."""
        for differences in self.words.values():
            desk.prove(_in_words(differences), holds=False)
        self.words.clear()

    def _other(
        self, project: AnyProject, name: str, row: SheetRow, value: Any
    ) -> SheetDifference | None:
        earlier, said = self.told.get((id(project), name), (row, None))
        if said is None or value is None or str(said) == str(value):
            return None
        if name in FIELDS and _is_rounded(earlier, said, row, value):
            return None
        return SheetDifference(project.name, earlier, row, (said, value))


def _is_rounded(earlier: SheetRow, said: Any, later: SheetRow, value: Any) -> bool:
    """True for an amount of 亿元 that only rounds the other."""
    if not isinstance(said, int) or not isinstance(value, int):
        return False
    by_earlier = earlier.unit_of("total") == YI and is_rounded(said, value)
    return by_earlier or (later.unit_of("total") == YI and is_rounded(value, said))


def _said_in(row: SheetRow, name: str) -> Any:
    """Return what a row says of a field that is asked about."""
    return row.get(FIELDS[name]) or (row.project_class if name == "project_class" else None)


def _ask(desk: Desk, name: str, differences: Sequence[SheetDifference]) -> str:
    first = differences[0]
    column = first.later.columns.get(FIELDS[name])
    title = column.title if column else gettext("class")
    text = gettext(
        "%(count)s projects (%(names)s) have another “%(title)s” in sheet “%(later)s” than in"
        " “%(earlier)s”: which counts?"
    )
    sheets = _sheets(differences), first.later.sheet
    told = {"count": len(differences), "names": _names(differences), "title": title}
    told |= {"earlier": sheets[0], "later": sheets[1]}
    choices = [
        AnswerChoice(value, gettext("Sheet “%s”") % sheets[i], _said(differences, i, title))
        for i, value in enumerate((FIRST, LATER))
    ]
    return desk.ask("differs", text % told, choices, column=title)


def _in_words(differences: Sequence[SheetDifference]) -> str:
    first = differences[0]
    text = gettext(
        "%(names)s: “%(later)s” says “%(there)s”, “%(earlier)s” says “%(here)s”, which counts."
    )
    told = {"names": _names(differences), "later": first.later.sheet}
    told |= {"earlier": first.earlier.sheet, "here": first.said[0], "there": first.said[1]}
    return text % told


def _said(differences: Sequence[SheetDifference], place: int, title: str) -> str:
    """Say what counts with one of both sheets, in the sheet's own unit."""
    said = [each.said[place] for each in differences]
    if isinstance(said[0], int):
        return f"{title} {differences[0].later.money('total', sum(said))}"
    return "、".join(dict.fromkeys(str(ProjectClass(str(each)).label) for each in said))


def _names(differences: Sequence[SheetDifference]) -> str:
    names = "、".join(each.name for each in differences[:MOST_NAMED])
    return names + "…" * (len(differences) > MOST_NAMED)


def _sheets(differences: Sequence[SheetDifference]) -> str:
    return "”、“".join(dict.fromkeys(each.earlier.sheet for each in differences))
