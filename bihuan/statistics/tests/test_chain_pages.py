from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainOutput

from .test_chain_actions import NOW

pytestmark = pytest.mark.django_db
YEAR = "/chains/outputs/?year=2024"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def typed(**changes: Any) -> dict[str, Any]:
    chain, _new = Chain.objects.get_or_create(name="电子信息")
    return {
        "chain": chain.pk,
        "enterprise": "甲公司",
        "output_yuan": "1.2亿",
        "previous_output_yuan": "10000",
        **changes,
    }


def test_output_is_entered_by_form_and_shown() -> None:
    client = signed_in(make_user())
    assert client.post(YEAR, typed()).status_code == 302
    assert ChainOutput.objects.get().output_yuan == 120_000_000
    assert "甲公司" in client.get(YEAR).content.decode()


def test_what_is_unreadable_is_told_at_its_field() -> None:
    answer = signed_in(make_user()).post(YEAR, typed(output_yuan="很多"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["output_yuan"]


def test_who_may_not_enter_still_reads() -> None:
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get(YEAR).status_code == 200
    assert viewer.post(YEAR, typed()).status_code == 403
    assert Client().get(YEAR).status_code == 302


def test_the_year_costs_no_more_queries_with_more_rows(django_assert_max_num_queries: Any) -> None:
    office = make_user()
    for number in range(6):
        chain = Chain.objects.create(name=f"链{number}")
        for firm in range(4):
            actions.enter_output(
                chain=chain,
                enterprise=f"企业{number}{firm}",
                year=2024,
                output_yuan=1,
                previous_output_yuan=1,
                by=office,
                at=NOW,
            )
    client = signed_in(office)
    client.get(YEAR)  # keeps the year
    with django_assert_max_num_queries(8):
        client.get(YEAR)
