"""The list on which a ledger's projects stand already. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.kit.words import gettext
from bihuan.projects.kinds import Tier

from .grid import Grid
from .heads import tiers_in
from .ledgers.plans import is_known
from .questions import Desk


def settle_known_list(
    desk: Desk, grid: Grid, names: Sequence[str], year: int | None
) -> Tier | None:
    """Return the one list of the year on which all projects of a table stand with the plans that
    it has, if its names tell of no list.
    """
    column = grid.layout.column("planned")
    if year is None or column is None or not grid.data or any(tiers_in(name) for name in names):
        return None
    projects = [grid.project(line) for line in grid.data]
    lists = {grid.known.tiers(project, year) if project else frozenset() for project in projects}
    found = lists.pop()
    if lists or len(found) != 1 or not is_known(grid, column, year):
        return None
    (tier,) = found
    text = gettext("All %(count)s projects stand on the list “%(tier)s”, with plans as here.")
    desk.prove(text % {"count": len(projects), "tier": tier.label})
    return tier
