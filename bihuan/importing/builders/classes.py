"""The class of projects of which nothing tells it, or of which cell and group contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.importing.queries import ExistingRecords
from bihuan.importing.rows.table import WARNING, SheetRow, Table
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

CLASS = "project_class"
MOST_NAMED = 3


def settle_classes(table: Table, existing: ExistingRecords, year: int | None) -> None:
    """Ask once of which class the rows are of which it is not told, and once for each two classes
    between which cells and group contradict.
    """
    rows = [row for row in table.rows if not row.bad and row.get("name")]
    rows = [row for row in rows if not row.get("project_class")]
    of_none = [row for row in rows if not row.project_class]
    open_ = [row for row in of_none if _known_class(row, existing, year) is None]
    for row in rows:
        if row.class_word and row not in open_:
            sentence = gettext("“%s” is no class that is known. The cell is left blank.")
            table.problems.append(row.problem(CLASS, sentence % row.class_word, WARNING))
    for word in dict.fromkeys(row.class_word for row in open_ if row.class_word):
        _ask_of_word(table, [row for row in open_ if row.class_word == word], word)
    _ask_untold(table, [row for row in open_ if not row.class_word])
    doubted: dict[tuple[ProjectClass, ProjectClass], list[SheetRow]] = defaultdict(list)
    for row in rows:
        group, said = row.project_class, row.other_class
        if group and said and _known_class(row, existing, year) not in (group, said):
            doubted[(group, said)].append(row)
    for (group, said), found in doubted.items():
        _ask_between(table, found, group, said)


def _known_class(row: SheetRow, existing: ExistingRecords, year: int | None) -> str | None:
    project = existing.find(row.get("code"), row.get("name"), row.get("key"))
    known = existing.years.get((id(project), year)) if project and year else None
    return known.project_class if known else None


def _ask_untold(table: Table, rows: Sequence[SheetRow]) -> None:
    if not rows:
        return
    text = gettext("Of which class are the %(count)s projects of which it is not told (%(names)s)?")
    answer = table.desk.ask("class", text % _in_words(rows), _choices(rows, list(ProjectClass)))
    for row in rows:
        row.project_class = ProjectClass(answer or ProjectClass.CONSTRUCTION)


def _ask_of_word(table: Table, rows: Sequence[SheetRow], word: str) -> None:
    text = gettext(
        "“%(word)s” is no class that is known. Of which class are these %(count)s projects"
        " (%(names)s)?"
    )
    told = {**_in_words(rows), "word": word}
    choices = _choices(rows, list(ProjectClass))
    answer = table.desk.ask("class", text % told, choices, column=word, lasting=True)
    for row in rows:
        row.project_class = ProjectClass(answer or ProjectClass.CONSTRUCTION)


def _ask_between(
    table: Table, rows: Sequence[SheetRow], group: ProjectClass, said: ProjectClass
) -> None:
    text = gettext(
        "%(count)s projects (%(names)s) stand under a heading of the class “%(group)s”, and their"
        " rows speak of “%(said)s”: of which class are they?"
    )
    told = {**_in_words(rows), "group": group.label, "said": said.label}
    choices = _choices(rows, [group, said])
    answer = table.desk.ask("stage", text % told, choices, column=f"{group}|{said}")
    for row in rows:
        row.project_class = ProjectClass(answer or group)


def _in_words(rows: Sequence[SheetRow]) -> dict[str, object]:
    names = "、".join(str(row.get("name")) for row in rows[:MOST_NAMED])
    return {"count": len(rows), "names": names + "…" * (len(rows) > MOST_NAMED)}


def _choices(rows: Sequence[SheetRow], classes: Sequence[ProjectClass]) -> list[AnswerChoice]:
    plans = in_wan(sum(row.get("planned") or 0 for row in rows))
    gives = gettext("%(count)s projects, planned %(plan)s") % {"count": len(rows), "plan": plans}
    return [AnswerChoice(str(each), str(each.label), gives) for each in classes]
