"""A row whose name is near to a known project's: which one it is, or none, is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.importing.queries import AnyProject
from bihuan.importing.rows.table import SheetRow
from bihuan.kit.words import gettext
from bihuan.projects.models import Project
from bihuan.projects.rules import name_key

NEW = "new"
_ANY_PROJECTS = re.compile(r"建设|工程|项目|新建")


def is_surely(project: AnyProject, row: SheetRow) -> bool:
    """True if a row names a project but for words that any project has (建设, 工程, 项目), with its
    organisation and its total investment.
    """
    if not isinstance(project, Project) or _core(project.name) != _core(str(row.get("name"))):
        return False
    total = row.get("total")
    if not total or total != project.total_investment_yuan:
        return False
    parties = ((project.responsible, "responsible"), (project.owner, "owner"))
    told = [(known, row.get(key)) for known, key in parties if known and row.get(key)]
    return bool(told) and all(str(known) == said for known, said in told)


def _core(name: str) -> str:
    return _ANY_PROJECTS.sub("", name_key(name))


def ask_which(
    desk: Desk,
    row: SheetRow,
    near: Sequence[AnyProject],
    *,
    may_be_new: bool,
    anew: bool = False,
) -> AnyProject | str:
    """Return the project that a row is of, as answered; `NEW`, `LEAVE`, or empty while asked."""
    name = str(row.get("name"))
    gives = "、".join(f"{title} {stated}" for title, _was, stated in amounts_of(row))
    choices = [
        AnswerChoice(
            project.name,
            gettext("It is “%(name)s” (%(code)s)")
            % {"name": project.name, "code": project.national_code or "—"},
            f"{project.name}：{gives}" if gives else project.name,
        )
        for project in near
    ]
    if may_be_new:
        told = gettext("a new project “%s”") % name
        choices.append(
            AnswerChoice(NEW, gettext("It is a new project"), f"{told}：{gives}" if gives else told)
        )
    else:
        choices.append(
            AnswerChoice(LEAVE, gettext("It is none of these: leave the row out"), nothing_read())
        )
    text = gettext("Row %(row)s: there is no project “%(name)s”. Which one is it?")
    is_left = desk.answered("near", name) == LEAVE  # what is left out is asked about each time
    answer = desk.ask(
        "near",
        text % {"row": row.number, "name": name},
        choices,
        column=name,
        lasting=True,
        anew=anew or is_left,
    )
    return next((project for project in near if project.name == answer), answer)


def amounts_of(row: SheetRow, month: int = 0) -> tuple[tuple[str, str, str], ...]:
    """Return the amounts of a new row, under their headings; of several months' one `month`'s."""
    others = {key for key in row.values if isinstance(key, tuple) and key[1] != month}
    left = others if any(isinstance(k, tuple) and k[1] == month for k in row.values) else set()
    return tuple(
        (row.columns[key].title, "", in_wan(yuan))
        for key, yuan in row.values.items()
        if type(yuan) is int and key in row.columns and key not in left
    )
