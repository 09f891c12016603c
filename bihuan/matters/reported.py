"""Matters made of the problems that monthly reports name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.accounts.models import User

from .models import Matter

LONGEST_TITLE = 200
NamedProblems = Mapping[int, tuple[int, str]]
"""Project and problem by the number of the report that names it."""


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, as long as a title may be."""
    return re.split(r"[。；;\n]", text, maxsplit=1)[0].strip()[:LONGEST_TITLE]


def matters_of_problems(user: User, problems: NamedProblems) -> dict[int, Matter]:
    """Return by report the newest matter that says what its problem says, as far as `user` sees
    it. One query.
    """
    said = {pk: (project, first_sentence(text.strip())) for pk, (project, text) in problems.items()}
    seen = Matter.objects.visible_to(user).filter(
        project__in={project for project, _title in said.values()},
        title__in={title for _project, title in said.values()} - {""},
    )
    newest = {(each.project_id, each.title): each for each in seen.order_by("pk")}
    return {pk: newest[key] for pk, key in said.items() if key in newest}
