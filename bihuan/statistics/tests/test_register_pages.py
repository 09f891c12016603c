"""Pages of a chain's register, its months, and who may change what there."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.projects.models import Chain
from bihuan.projects.tests.factories import make_project
from bihuan.statistics import actions
from bihuan.statistics.chains.models import (
    ChainLead,
    ChainMember,
    ChainMonth,
    ChainProject,
    ChainTarget,
)

from .test_chain_actions import NOW
from .test_register import CODE, chain, enrol, output

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def address(of: Chain, page: str = "register") -> str:
    return f"/chains/{of.pk}/{page}/?year=2024"


def placed(**said: Any) -> dict[str, Any]:
    return {"name": "甲公司", "link": "up", "counts": "on", **said}


def clerk_of(of: Chain) -> User:
    department = make_organisation()
    actions.set_chain_lead(chain=of, leader=None, department=department, by=make_user(), at=NOW)
    return make_user(role=Role.DEPARTMENT, organisation=department)


def test_an_enterprise_is_enrolled_and_edited_by_its_lead_department() -> None:
    client = signed_in(clerk_of(chain()))
    assert client.post(address(chain()), placed(credit_code=CODE.lower())).status_code == 302
    member = ChainMember.objects.get()
    assert member.enterprise.credit_code == CODE
    page = client.get(address(chain())).content.decode()
    assert f"/chains/places/{member.pk}/" in page
    answer = client.post(
        f"/chains/places/{member.pk}/",
        placed(until="2024-06-30", went_as="closed", credit_code=CODE),
    )
    assert answer.status_code == 302
    assert "关停" in client.get(address(chain())).content.decode()


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        ({"credit_code": CODE[:-1] + "4"}, 409, "不是有效的统一社会信用代码"),
        ({"link": "side"}, 422, "side"),
        ({"since": "去年"}, 422, "去年"),
        ({"until": "2024-06-30"}, 409, "退出情形须同时填写"),
    ],
)
def test_what_is_refused_is_told_and_nothing_typed_is_lost(
    said: dict[str, Any], status: int, word: str
) -> None:
    answer = signed_in(make_user()).post(address(chain()), placed(**said))
    html = answer.content.decode()
    assert answer.status_code == status
    assert word in html
    assert 'value="甲公司"' in html
    assert not ChainMember.objects.exists()


def test_output_without_a_place_leads_to_the_form() -> None:
    output(chain())
    client = signed_in(make_user())
    assert (
        "?name=%E7%94%B2%E5%85%AC%E5%8F%B8#enrol" in client.get(address(chain())).content.decode()
    )
    filled = client.get(address(chain()) + "&name=甲公司").content.decode()
    assert 'value="甲公司"' in filled


def test_leader_department_and_target_are_the_offices() -> None:
    office, leader, department = make_user(), make_leader(), make_organisation()
    said = {"leader": leader.pk, "department": department.pk}
    client = signed_in(office)
    assert client.post(address(chain(), "lead"), said).status_code == 302
    assert ChainLead.objects.get().department == department
    assert (
        client.post(address(chain(), "target"), {"year": 2024, "target_yuan": "6.5亿"}).status_code
        == 302
    )
    assert ChainTarget.objects.get().target_yuan == 650_000_000
    again = client.post(address(chain(), "target"), {"year": 2024, "target_yuan": "7亿"})
    assert again.status_code == 409
    clerk = signed_in(make_user(role=Role.DEPARTMENT, organisation=department))
    assert (
        clerk.post(address(chain(), "target"), {"year": 2024, "target_yuan": 9}).status_code == 403
    )
    assert clerk.post(address(chain(), "lead"), said).status_code == 403


def test_a_month_is_typed_or_pasted_as_a_table() -> None:
    enrol(name="甲公司")
    client = signed_in(clerk_of(chain()))
    url = f"/chains/{chain().pk}/2024-11/"
    assert "甲公司" in client.get(url).content.decode()
    blank = {f"{part}-{at}": "" for part in ("name", "output", "previous") for at in range(6)}
    pasted = client.post(url, {**blank, "pasted": "甲公司\t120\t100\n乙公司\t7\t5", "place": "1"})
    assert pasted.status_code == 200
    assert not ChainMonth.objects.exists()
    said = {**blank, "name-0": "甲公司", "output-0": "120", "previous-0": "100", "reason": ""}
    assert client.post(url, said).status_code == 302
    assert ChainMonth.objects.get().output_yuan == 1_200_000
    wrong = client.post(url, {**said, "output-0": "130"})
    assert wrong.status_code == 422
    assert "说明" in wrong.content.decode()


def test_a_project_is_placed_on_its_page() -> None:
    office = make_user()
    project = make_project(by=office, chain=chain())
    client = signed_in(office)
    url = f"/chains/projects/{project.pk}/"
    assert client.get(url).status_code == 200
    said = {"link": "mid", "expected_output_yuan": "8000"}
    assert client.post(url, said).status_code == 302
    assert ChainProject.objects.get().expected_output_yuan == 80_000_000
    assert client.post(url, {**said, "expected_output_yuan": "-1"}).status_code == 409
    assert client.get(f"/chains/projects/{make_project(by=office).pk}/").status_code == 404


def test_others_read_the_register_and_change_nothing() -> None:
    member = enrol()
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get(address(chain())).status_code == 200
    assert "enrol" not in viewer.get(address(chain())).content.decode()
    assert viewer.post(address(chain()), placed(name="乙公司")).status_code == 403
    assert viewer.get(f"/chains/places/{member.pk}/").status_code == 403
    assert viewer.get(f"/chains/{chain().pk}/2024-11/").status_code == 403
    other = signed_in(clerk_of(chain("新材料")))
    assert other.post(address(chain()), placed(name="乙公司")).status_code == 403
    assert other.get(f"/chains/places/{member.pk}/").status_code == 403
    assert Client().get(address(chain())).status_code == 302
