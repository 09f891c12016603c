"""What is told anew after a change is named for every kind of fact there is."""

import pytest

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.audit.changes import EVERYTHING, WrittenRows
from bihuan.audit.recorded import recorded_models, shape_of
from bihuan.command.queries.proposals import ON_OVERDUE
from bihuan.dashboards.queries.register import ON_NAMES
from bihuan.figures.blocks import ON_SUMS
from bihuan.lights.queries.members import ON_MEMBERS
from bihuan.lights.touched import ON_MACHINES_LIGHTS, ON_WHAT_PEOPLE_SAID
from bihuan.progress.bearing import ON_ROUNDS
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import make_project

EVERY = {
    "names": ON_NAMES,
    "sums": ON_SUMS,
    "members": ON_MEMBERS,
    "machine's lights": ON_MACHINES_LIGHTS,
    "people's lights": ON_WHAT_PEOPLE_SAID,
    "rounds": ON_ROUNDS,
    "overdue": ON_OVERDUE,
}
BEARING = Bearing(
    apps=frozenset({"projects"}),
    on_some={"projects.project": RowsOf(Project, "pk")},
    on_none=frozenset({"projects.theme"}),
)


@pytest.mark.parametrize("name", EVERY)
def test_every_kind_of_fact_bears_on_some_things_on_none_or_on_all(name):
    bearing = EVERY[name]
    kinds = {shape_of(model).kind for model in recorded_models()}
    known = [*bearing.on_some, *bearing.on_none, *bearing.on_all]
    assert sorted(known) == sorted(kind for kind in kinds if kind.partition(".")[0] in bearing.apps)


@pytest.mark.parametrize(
    "changes",
    [
        EVERYTHING,
        WrittenRows(unnamed=frozenset({"projects.project"})),
        WrittenRows(unnamed=frozenset({"projects.kind_of_tomorrow"})),
        WrittenRows({"projects.district": frozenset({"1"})}),
        WrittenRows({"projects.project": frozenset(map(str, range(401)))}),
    ],
)
def test_what_is_not_known_one_by_one_bears_on_all(changes):
    assert BEARING.touched(changes) is None


@pytest.mark.django_db
def test_rows_bear_on_their_own_things_alone():
    project, _other = make_project(), make_project()
    written = WrittenRows(
        {
            "projects.project": frozenset({str(project.pk)}),
            "projects.theme": frozenset({"1"}),
            "matters.matter": frozenset({"1"}),
        },
        unnamed=frozenset({"projects.theme", "matters.matter"}),
    )
    assert BEARING.touched(written) == frozenset({project.pk})
