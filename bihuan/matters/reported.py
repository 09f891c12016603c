"""Matters made of the problems that monthly reports name."""

from __future__ import annotations

import re
from collections.abc import Collection

from bihuan.accounts.models import User
from bihuan.progress.models import Report

from .models import Matter

LONGEST_TITLE = 200


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, as long as a title may be."""
    return re.split(r"[。；;\n]", text, maxsplit=1)[0].strip()[:LONGEST_TITLE]


def matters_of_reports(user: User, reports: Collection[Report]) -> dict[int, Matter]:
    """Return by report the newest matter that says what its problem says, as far as `user` sees
    it. One query.
    """
    titles = {each.pk: first_sentence(each.problems.strip()) for each in reports}
    seen = Matter.objects.visible_to(user).filter(
        project__in={each.project_id for each in reports}, title__in=set(titles.values()) - {""}
    )
    newest = {(each.project_id, each.title): each for each in seen.order_by("pk")}
    found = {each.pk: newest.get((each.project_id, titles[each.pk])) for each in reports}
    return {pk: matter for pk, matter in found.items() if matter}
