"""A month of the bureau and a chain's year, typed or pasted as whole tables."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainOutput
from bihuan.statistics.grids import cells_of, place
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding

from .factories import MARCH, NOW, make_bureau, make_counted, make_project

pytestmark = pytest.mark.django_db
GRID = "/statistics/2024-03/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def fields_of(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the grid as it stands on a page."""
    grid = page.context["grid"]
    sent = {name: grid[name].value() for name in grid.fields}
    sent = {
        name: "" if value is None else grid.fields[name].prepare_value(value)
        for name, value in sent.items()
    }
    return sent | {
        "row": [row.project_id for row in getattr(grid, "rows", []) if hasattr(row, "project_id")]
    }


def test_cells_are_told_apart_as_they_come_from_a_clipboard() -> None:
    assert cells_of("1\t人民路\t1,200.5\n\n2  人民 公园  30\n") == [
        ["1", "人民路", "1,200.5"],
        ["2", "人民 公园", "30"],
    ]


@pytest.mark.parametrize(
    ("line", "unclear"),
    [
        ("人民路\t5", ""),
        ("3\t人民路\t区住建局\t5", ""),
        ("人民路\t5\t6", "2个数"),
        ("人民路\t若干", "0个数"),
        ("人民桥\t5", "人民桥"),
    ],
)
def test_a_line_that_is_not_clear_is_said_and_not_guessed(line: str, unclear: str) -> None:
    placed = place(cells_of(line), {"人民路": 7}, lambda cell: cell, numbers=1)
    if unclear:
        assert not placed.values
        assert unclear in placed.unclear[0]
    else:
        assert placed.values == {7: ["5"]}
        assert not placed.unclear


def test_a_line_named_twice_is_said() -> None:
    placed = place(cells_of("人民路\t5\n人民路\t6"), {"人民路": 7}, lambda cell: cell, numbers=1)
    assert placed.values == {7: ["5"]}
    assert "人民路" in placed.unclear[0]


def test_the_bureau_enters_a_month_as_a_table() -> None:
    bureau, road, park = make_bureau(), make_counted("人民路"), make_project("人民公园")
    client = signed_in(bureau)
    sent = fields_of(client.get(GRID))
    sent |= {
        f"amount-{road.pk}": "5",
        f"amount-{park.pk}": "7.5",
        f"entered-{park.pk}": "2024-03-20",
    }
    assert client.post(GRID, sent).status_code == 302
    counted = dict(StatisticsMonth.objects.values_list("project", "completed_yuan"))
    assert counted == {road.pk: 50_000, park.pk: 75_000}
    assert StatisticsStanding.objects.get(project=park).entered_on.isoformat() == "2024-03-20"
    # once more, nothing changed: nothing is written
    assert client.post(GRID, fields_of(client.get(GRID))).status_code == 302
    assert StatisticsMonth.objects.count() == 2


def test_rows_that_rules_forbid_are_marked_and_nothing_is_written_or_lost() -> None:
    bureau, road, park = make_bureau(), make_counted("人民路"), make_project("人民公园")
    client = signed_in(bureau)
    sent = fields_of(client.get(GRID))
    sent |= {f"amount-{road.pk}": "5", f"amount-{park.pk}": "7"}
    page = client.post(GRID, sent)
    assert page.status_code == 422
    assert "尚未入统" in page.text or "入库" in page.text
    assert 'value="5"' in page.text
    assert 'value="7"' in page.text
    assert not StatisticsMonth.objects.exists()


def test_a_correction_needs_its_reason_and_a_figure_is_not_emptied() -> None:
    bureau, road = make_bureau(), make_counted("人民路")
    actions.enter_month(project=road, month=MARCH, completed_yuan=50_000, by=bureau, at=NOW)
    client = signed_in(bureau)
    sent = fields_of(client.get(GRID)) | {f"amount-{road.pk}": "6"}
    assert client.post(GRID, sent).status_code == 422
    assert client.post(GRID, sent | {f"amount-{road.pk}": ""}).status_code == 422
    assert client.post(GRID, sent | {"reason": "更正"}).status_code == 302
    assert StatisticsMonth.objects.get(is_current=True).completed_yuan == 60_000


def test_pasted_lines_are_put_into_rows_and_written_only_when_entered() -> None:
    bureau, road = make_bureau(), make_counted("人民路（一期）")
    client = signed_in(bureau)
    sent = fields_of(client.get(GRID))
    pasted = "序号\t项目\t投资\n1\t人民路(一期)\t1,234\n2\t没有的项目\t9"
    page = client.post(GRID, sent | {"place": "1", "pasted": pasted})
    assert page.status_code == 200
    assert not StatisticsMonth.objects.exists()
    assert page.context["grid"][f"amount-{road.pk}"].value() == "1,234"
    assert "没有的项目" in page.text
    typed = fields_of(page)
    assert client.post(GRID, typed).status_code == 302
    assert StatisticsMonth.objects.get().completed_yuan == 12_340_000


def test_a_table_costs_no_more_queries_with_more_rows_shown(
    django_assert_max_num_queries: Any,
) -> None:
    bureau = make_bureau()
    for number in range(6):
        make_counted(f"路{number}", by=bureau)
    client = signed_in(bureau)
    client.get(GRID)
    with django_assert_max_num_queries(12):
        assert client.get(GRID).status_code == 200


def test_nobody_else_opens_the_tables() -> None:
    chain = Chain.objects.create(name="电子信息")
    assert signed_in(make_user()).get(GRID).status_code == 403
    assert (
        signed_in(make_user(role=Role.VIEWER)).get(f"/chains/{chain.pk}/outputs/").status_code
        == 403
    )


def test_a_chains_year_is_typed_as_a_table() -> None:
    office, chain = make_user(), Chain.objects.create(name="电子信息")
    actions.enter_output(
        chain=chain,
        enterprise="甲公司",
        year=2023,
        output_yuan=900_000,
        previous_output_yuan=800_000,
        by=office,
        at=NOW,
    )
    client, url = signed_in(office), f"/chains/{chain.pk}/outputs/?year=2024"
    sent = fields_of(client.get(url))
    assert (sent["name-0"], sent["previous-0"]) == ("甲公司", "90")
    sent |= {"output-0": "100", "name-1": "乙公司", "output-1": "30", "previous-1": "0"}
    assert client.post(url, sent).status_code == 302
    rows = ChainOutput.objects.filter(year=2024).values_list("enterprise", "output_yuan")
    assert dict(rows) == {"甲公司": 1_000_000, "乙公司": 300_000}


@pytest.mark.parametrize(
    "typed",
    [
        {"name-1": "乙公司", "output-1": "30"},  # not whole
        {"output-1": "30", "previous-1": "1"},  # without a name
        {"name-1": "甲公司", "output-1": "30", "previous-1": "1"},  # twice
        {"output-0": "-5"},
        {"output-0": "若干"},
    ],
)
def test_a_row_of_a_chain_that_is_not_whole_is_marked(typed: dict[str, str]) -> None:
    office, chain = make_user(), Chain.objects.create(name="电子信息")
    client, url = signed_in(office), f"/chains/{chain.pk}/outputs/?year=2024"
    first = {"name-0": "甲公司", "output-0": "10", "previous-0": "9"}
    page = client.post(url, fields_of(client.get(url)) | first | typed)
    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert not ChainOutput.objects.exists()


def test_enterprises_are_pasted() -> None:
    office, chain = make_user(), Chain.objects.create(name="电子信息")
    client, url = signed_in(office), f"/chains/{chain.pk}/outputs/?year=2024"
    pasted = "企业\t产值\t上年产值\n" + "\n".join(f"公司{n}\t{n}0\t{n}" for n in range(1, 9))
    page = client.post(url, fields_of(client.get(url)) | {"place": "1", "pasted": pasted})
    assert not ChainOutput.objects.exists()
    assert client.post(url, fields_of(page)).status_code == 302
    assert ChainOutput.objects.count() == 8
    assert ChainOutput.objects.get(enterprise="公司8").output_yuan == 800_000
