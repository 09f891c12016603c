"""Matters and needs by the organisation that has them in hand (FIGURE-33)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.tests import factories as needing
from bihuan.figures.declared import RECORD_FIGURES, divides
from bihuan.figures.kinds import Comparison, Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.queries import compared, figure, figures, parts, rows, why
from bihuan.figures.questions import Question
from bihuan.kit.errors import Refusal
from bihuan.matters import actions as loop
from bihuan.matters.tests import factories as matters
from tests.cells import every

from .factories import BY_MARCH, make_listed

pytestmark = pytest.mark.django_db
IN_MARCH = datetime(2024, 3, 20, 2, tzinfo=UTC)
OF_MATTERS = ("matters.raised", "matters.open", "matters.closed", "matters.sent_back")


def by_handler(*ids: str, question: Question = BY_MARCH) -> dict[str, list[object]]:
    found = parts(Dimension.HANDLER, question, *ids)
    return {part.label: [each.value for each in part.figures] for part in found}


def play():
    """Let one office answer a matter, another get one, and one be given back; one is nobody's."""
    building, land = make_organisation(name="区住建局"), make_organisation(name="区自然资源局")
    builder, surveyor = matters.make_handler(building), matters.make_handler(land)
    project = make_listed(responsible=make_organisation(name="区城投公司"))
    answered = matters.answer_one(project=project, handler=builder)
    given_back = matters.assign_one(project=project, lead=land)
    loop.decline(matter=given_back, note="不属我局职责", by=surveyor, at=IN_MARCH)
    matters.assign_one(project=project, lead=land)
    matters.raise_one(project=project, on=date(2024, 3, 4))
    return answered, building, land


def test_matters_count_under_whoever_has_them_in_hand_or_answered():
    play()
    assert by_handler("matters.raised", "matters.open") == {
        "区住建局": [1, 1],
        "区自然资源局": [1, 1],
        "未交办": [2, 2],
    }


def test_breaking_down_by_handler_and_narrowing_agree():
    play()
    for part in parts(Dimension.HANDLER, BY_MARCH, *OF_MATTERS):
        narrowed = BY_MARCH.narrowed(Dimension.HANDLER, part.key)
        for each in part.figures:
            alone = figure(each.id, narrowed)
            assert alone.value == each.value
            assert len(rows(alone, narrowed)) == each.rows


def test_a_matter_counts_under_whoever_had_it_then():
    building, land = make_organisation(name="区住建局"), make_organisation(name="区自然资源局")
    matter = matters.assign_one(project=make_listed(), lead=building)
    later = datetime(2024, 4, 9, 2, tzinfo=UTC)
    loop.decline(matter=matter, note="不属我局职责", by=matters.make_handler(building), at=later)
    loop.assign(matter=matter, lead=land, by=make_user(), at=later)
    assert by_handler("matters.open")["区住建局"] == [1]
    in_april = by_handler("matters.open", question=Question(2024, 4))
    assert "区住建局" not in in_april
    assert in_april["区自然资源局"] == [1]


def test_needs_count_under_the_department_that_owes_them():
    department = make_organisation(name="区自然资源局")
    listed = needing.list_of(make_listed())
    for need in listed[:2]:
        need.department = department
        need.save()
        needing.move(need, NeedVerb.ASK)
    found = figure("needs.asked", BY_MARCH)
    assert found.value == 2
    assert {row.day for row in rows(found, BY_MARCH)} == {listed[0].moves.get().on}
    assert by_handler("needs.asked")["区自然资源局"] == [2]
    assert figure("needs.asked", Question(2023, 12)).value == 0


@every("figure_id", [*FIGURES, *RECORD_FIGURES])
def test_whoever_asks_what_has_no_handler_is_told_so(figure_id):
    asked = BY_MARCH.narrowed(Dimension.HANDLER, "1")
    if divides(Dimension.HANDLER, figure_id):
        assert figure_id.startswith(("matters.", "needs."))
        return
    for ask in (
        lambda: figure(figure_id, asked),
        lambda: parts(Dimension.HANDLER, BY_MARCH, figure_id),
    ):
        with pytest.raises(Refusal, match=r"known by|承办单位"):
            ask()


def test_narrowed_to_a_handler_there_are_figures_of_matters_and_needs_alone():
    _matter, building, _land = play()
    asked = BY_MARCH.narrowed(Dimension.HANDLER, str(building.pk))
    found = figures(asked)
    assert {each.id.partition(".")[0] for each in found} == {"matters", "needs"}
    for with_what in Comparison:
        assert len(compared(found, asked, with_what)) == len(found)
    change = why("matters.open", replace(asked, month=2), asked)
    assert change.now == 1
    assert sum(part.value for part in change.parts) == change.difference


@pytest.fixture
def _now():
    with time_machine.travel(datetime(2024, 4, 10, 2, tzinfo=UTC), tick=False):
        yield


@pytest.mark.usefixtures("_now")
def test_pages_break_down_by_handler_where_they_can():
    _matter, building, _land = play()
    client, asked = signed_in(make_user(role=Role.VIEWER)), "year=2024&month=3"
    html = client.get(f"/figures/of/matters.open/?{asked}&by=handler").text
    assert "承办单位" in html
    assert "区住建局" in html
    assert f"handler={building.pk}" in html
    of_projects = client.get(f"/figures/of/count.all/?{asked}&by=handler")
    assert of_projects.status_code == 200
    assert "承办单位" not in of_projects.text
    narrowed = f"{asked}&handler={building.pk}"
    for address in ("", "answers/", "of/matters.open/"):
        page = client.get(f"/figures/{address}?{narrowed}&compare=last-month")
        assert page.status_code == 200
        assert "区住建局" in page.text
    assert client.get(f"/figures/of/count.all/?{narrowed}").status_code == 404


@pytest.mark.usefixtures("_now")
def test_the_api_narrows_to_handlers_and_refuses_where_there_are_none():
    _matter, building, _land = play()
    client, asked = (
        signed_in(make_user(role=Role.VIEWER)),
        f"year=2024&month=3&handler={building.pk}",
    )
    assert client.get(f"/api/figures?{asked}").status_code == 200
    for address in ("positions", "months"):
        answer = client.get(f"/api/figures/{address}?{asked}")
        assert answer.status_code == 409
        assert "承办单位" in answer.text
