"""Steps of many projects' lives at once, by the table of moves (LIFE-1 and 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bihuan.kit.bulk_writes import Edit, outdated
from bihuan.projects import rules
from bihuan.projects.drafts import StepDraft
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project


def check_steps(steps: Sequence[StepDraft], edits: Sequence[Edit]) -> None:
    """Refuse steps that the table does not have, that do not begin where their project stands, or
    do not lead to the state that it is given.
    """
    ways: dict[int, list[StepDraft]] = defaultdict(list)
    for step in steps:
        rules.check_move(ProjectState(step.was), ProjectState(step.became), reason="")
        ways[id(step.project)].append(step)
    for way in ways.values():
        if any(before.became != after.was for before, after in pairwise(way)):
            raise outdated()
    given = {id(e.thing): e.fields["state"][1] for e in edits if "state" in e.fields}
    stands = dict(
        Project.objects.filter(
            pk__in={e.thing.pk for e in edits if "state" in e.fields}
        ).values_list("pk", "state")
    )
    for edit in edits:
        if (to := given.get(id(edit.thing))) is not None:
            way = ways.get(id(edit.thing), [])
            if not way or (way[0].was, way[-1].became) != (stands[edit.thing.pk], to):
                raise outdated()
