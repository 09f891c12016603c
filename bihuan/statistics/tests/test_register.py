"""The register of chains: who leads, which enterprises, which of two chains counts one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.projects.models import Chain
from bihuan.projects.tests.factories import make_project
from bihuan.statistics import actions
from bihuan.statistics.chains import held, of_organisations
from bihuan.statistics.chains.drafts import PlaceDraft
from bihuan.statistics.chains.models import ChainLead, ChainMember, ChainMonth, ChainTarget

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)
CODE, OTHER_CODE = "91350100M000100Y43", "9144030071526726XG"
JUNE = date(2024, 6, 30)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def chain(name: str = "电子信息") -> Chain:
    return Chain.objects.get_or_create(name=name)[0]


def enrol(of: Chain | None = None, by: User | None = None, **said: Any) -> ChainMember:
    draft = PlaceDraft(**{"name": "甲公司", "link": "up", **said})
    return actions.enrol_enterprise(chain=of or chain(), draft=draft, by=by or make_user(), at=NOW)


def edit(member: ChainMember, **said: Any) -> ChainMember:
    draft = PlaceDraft(**{"name": "甲公司", "link": "up", **said})
    return actions.edit_place(member=member, draft=draft, by=make_user(), at=NOW)


def output(of: Chain, name: str = "甲公司", year: int = 2024, yuan: int = 12) -> Any:
    return actions.enter_output(
        chain=of,
        enterprise=name,
        year=year,
        output_yuan=yuan,
        previous_output_yuan=10,
        by=make_user(),
        at=NOW,
    )


def clerk_of(of: Chain) -> User:
    department = make_organisation()
    actions.set_chain_lead(
        chain=of, leader=make_leader(), department=department, by=make_user(), at=NOW
    )
    return make_user(role=Role.DEPARTMENT, organisation=department)


def test_an_enterprise_gets_its_place_and_it_is_recorded() -> None:
    member = enrol(credit_code=CODE, since=date(2024, 3, 1), came_as="new")
    assert (member.enterprise.credit_code, member.link, member.counts) == (CODE, "up", True)
    note = Event.objects.get(verb="chain.enterprise_enrolled").note
    assert (note["name"], note["since"]) == ("甲公司", "2024-03-01")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Name the enterprise"),
        ({"credit_code": CODE[:-1] + "4"}, "is not a unified social credit code"),
        ({"link": "side"}, "which link"),
        ({"came_as": "new"}, "since when"),
        ({"came_as": "fell", "since": JUNE}, "by the list"),
        ({"until": JUNE}, "how it left"),
        ({"went_as": "closed"}, "last day"),
        ({"since": date(2025, 1, 11)}, "lies in the future"),
        ({"since": JUNE, "until": date(2024, 6, 29), "went_as": "closed"}, "comes after"),
        ({"above_scale_on": date(2025, 1, 11)}, "above scale"),
    ],
)
def test_a_senseless_place_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        enrol(**wrong)
    assert not ChainMember.objects.exists()


def test_a_place_is_given_once_and_a_code_belongs_to_one() -> None:
    enrol(credit_code=CODE)
    with pytest.raises(Refusal, match="stands in this chain already"):
        enrol(name="甲 公司")
    with pytest.raises(Refusal, match="“甲公司” bears this credit code"):
        enrol(name="乙公司", credit_code=CODE)
    assert enrol(name="乙公司", credit_code=OTHER_CODE).enterprise.name == "乙公司"


def test_a_second_chain_names_an_enterprise_that_another_counts() -> None:
    enrol()
    with pytest.raises(Refusal, match="“甲公司” stands in two chains: 电子信息 counts it"):
        enrol(chain("新材料"))
    assert not enrol(chain("新材料"), counts=False).counts
    with pytest.raises(Refusal, match="only named in 新材料"):
        output(chain("新材料"))
    assert output(chain()).output_yuan == 12


def test_output_of_two_chains_is_refused_until_one_counts_it() -> None:
    output(chain("新材料"))
    with pytest.raises(Refusal, match="新材料 counts it in 2024"):
        output(chain())
    enrol(chain("新材料"), counts=False)
    assert output(chain()).enterprise == "甲公司"


def test_who_moved_is_counted_by_the_chain_that_it_came_to() -> None:
    moved = enrol()
    output(chain(), year=2023)
    edit(moved, until=date(2023, 12, 30), went_as="moved_out")
    enrol(chain("新材料"), since=date(2023, 12, 31), came_as="moved_in")
    assert output(chain("新材料")).year == 2024
    with pytest.raises(Refusal, match="新材料 counts it in 2024"):
        output(chain())


def test_an_edit_is_recorded_by_what_changed_and_the_same_again_is_not() -> None:
    member = enrol()
    edit(member, link="down")
    edit(member, link="down")
    note = Event.objects.get(verb="chain.place_edited").note
    assert note["changes"] == {"link": ["up", "down"]}
    with pytest.raises(Refusal, match="Output stands under this name"):
        edit(member, name="乙公司")


def test_the_lead_department_enters_for_its_chain_alone() -> None:
    clerk = clerk_of(chain())
    assert enrol(by=clerk).chain == chain()
    rows = {"甲公司": (5, 4)}
    month = Month(2024, 2)
    assert actions.enter_chain_month(chain=chain(), month=month, rows=rows, by=clerk, at=NOW) == 1
    with pytest.raises(NotAllowed):
        enrol(chain("新材料"), name="乙公司", by=clerk)
    with pytest.raises(NotAllowed):
        actions.enter_chain_month(
            chain=chain("新材料"), month=month, rows={"乙公司": (1, 1)}, by=clerk, at=NOW
        )
    with pytest.raises(NotAllowed):
        actions.set_chain_target(chain=chain(), year=2024, target_yuan=5, by=clerk, at=NOW)
    with pytest.raises(NotAllowed):
        actions.set_chain_lead(chain=chain(), leader=None, department=None, by=clerk, at=NOW)


def test_a_target_changes_by_a_version_with_a_reason() -> None:
    def aim(yuan: int, reason: str = "") -> ChainTarget:
        return actions.set_chain_target(
            chain=chain(), year=2024, target_yuan=yuan, reason=reason, by=make_user(), at=NOW
        )

    with pytest.raises(Refusal, match="above nothing"):
        aim(0)
    assert aim(100).pk == aim(100).pk
    with pytest.raises(Refusal, match="say why"):
        aim(120)
    assert aim(120, "年中调整").version == 2


def test_months_are_entered_as_a_table_and_corrected_with_a_reason() -> None:
    def enter(rows: dict[str, tuple[int, int]], reason: str = "", month: int = 2) -> int:
        return actions.enter_chain_month(
            chain=chain(),
            month=Month(2024, month),
            rows=rows,
            reason=reason,
            by=make_user(),
            at=NOW,
        )

    assert enter({"甲公司": (5, 4), " 乙公司": (7, 0)}) == 2
    assert enter({"甲公司": (5, 4)}) == 0
    with pytest.raises(actions.RowsRefused, match="say why") as told:
        enter({"甲公司": (6, 4), "丙公司": (-1, 0)})
    assert set(told.value.of) == {"甲公司", "丙公司"}
    assert enter({"甲公司": (6, 4)}, "年报") == 1
    current = ChainMonth.objects.filter(is_current=True, enterprise="甲公司").get()
    assert (current.output_yuan, current.version) == (6, 2)
    assert Event.objects.filter(verb="chain.month_entered").count() == 3


def test_a_month_of_an_enterprise_of_another_chain_is_refused_by_name() -> None:
    output(chain("新材料"))
    with pytest.raises(actions.RowsRefused, match="“甲公司” stands in two chains"):
        actions.enter_chain_month(
            chain=chain(), month=Month(2024, 2), rows={"甲公司": (5, 4)}, by=make_user(), at=NOW
        )


def test_a_project_is_placed_in_its_own_chain() -> None:
    office = make_user()
    project = make_project(by=office, chain=chain())
    place = actions.place_project(
        project=project, link="mid", expected_output_yuan=10**8, by=office, at=NOW
    )
    assert (place.link, place.expected_output_yuan) == ("mid", 10**8)
    with pytest.raises(Refusal, match="cannot be negative"):
        actions.place_project(
            project=project, link="mid", expected_output_yuan=-1, by=office, at=NOW
        )
    with pytest.raises(Refusal, match="no industry chain"):
        actions.place_project(
            project=make_project(by=office), link="mid", expected_output_yuan=1, by=office, at=NOW
        )


def test_a_chain_follows_its_leader_and_its_department() -> None:
    commander = make_user(role=Role.COMMANDER)
    leader = make_leader(user=commander)
    successor = make_user(role=Role.COMMANDER)
    next_leader = make_leader(user=successor)
    department, into = make_organisation(), make_organisation()
    office = make_user()
    actions.set_chain_lead(chain=chain(), leader=leader, department=department, by=office, at=NOW)
    assert [each.number for each in held.held_by(commander)] == [1]
    assert [each.number for each in of_organisations.belongs_to(department)] == [1]
    held.pass_on(user=commander, successor=successor, reason="调离", by=office, at=NOW)
    of_organisations.move(
        was=department, into=into, on=date(2025, 1, 1), reason="并入", by=office, at=NOW
    )
    lead = ChainLead.objects.get()
    assert (lead.leader, lead.department) == (next_leader, into)
    notes = (
        Event.objects.filter(verb="chain.lead_set").order_by("pk").values_list("note", flat=True)
    )
    assert [each["reason"] for each in notes] == ["", "调离", "并入"]
