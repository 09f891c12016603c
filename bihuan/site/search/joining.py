"""What each app found, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.accounts.models import User
from bihuan.accounts.searching import organisations_found
from bihuan.command.searching import leaders_found
from bihuan.dispatch.searching import meetings_found
from bihuan.figures.searching import figures_found
from bihuan.kit.searching import SearchGroup, words_of
from bihuan.matters.searching import matters_found
from bihuan.papers.searching import papers_found
from bihuan.projects.searching import people_found, projects_found

Searcher = Callable[[User, str, int], SearchGroup]
SEARCHERS: dict[str, Searcher] = {
    "projects": projects_found,
    "matters": matters_found,
    "papers": papers_found,
    "meetings": meetings_found,
    "organisations": organisations_found,
    "people": people_found,
    "leaders": leaders_found,
    "figures": figures_found,
}
"""By the kind that each finds, in the order of the page."""
MOST = 6
MOST_OF_ONE = 100


def search(user: User, text: str, kind: str = "") -> list[SearchGroup]:
    """Return what `user` may see of what was found, by kind, without empty groups; of one kind as
    many hits as a page holds.
    """
    if not words_of(text):
        return []
    if kind in SEARCHERS:
        found = [SEARCHERS[kind](user, text, MOST_OF_ONE)]
    else:
        found = [searcher(user, text, MOST) for searcher in SEARCHERS.values()]
    return [group for group in found if group.count]
