"""The actors: the departments that owe something, their clerks, the leaders. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.actions import add_organisation, add_user, edit_organisation, link_leader
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.projects.models import Project

DEPARTMENTS = {
    "land": "区自然资源局",
    "relocation": "区征收事务中心",
    "environment": "鹤城生态环境分局",
    "forest": "区林业局",
    "power": "国网怀化鹤城供电公司",
    "water": "怀化市水务公司",
    "gas": "怀化城市燃气公司",
    "finance": "区财政局",
    "labour": "区人力资源和社会保障局",
    "development": "区发展和改革局",
    "waterworks": "区水利局",
    "housing": "区住房和城乡建设局",
}
PRINCIPAL_TITLES = ("区委书记", "区长")


@dataclass(frozen=True)
class DemoActors:
    """The office, the supervisor, a clerk for each organisation, commanders by leader."""

    office: User
    supervisor: User
    clerks: dict[int, User]
    commanders: dict[int, User]
    departments: dict[str, Organisation]

    def clerk(self, organisation: Organisation | None) -> User:
        """Return who acts for an organisation. Raises KeyError if nobody does."""
        return self.clerks[organisation.pk if organisation else 0]


def make_actors(*, password: str, by: User, at: datetime) -> DemoActors:
    """Make the people that the demonstration's own accounts do not have; `password` is theirs."""
    departments = {
        key: Organisation.objects.filter(name=name).first()
        or add_organisation(name=name, by=by, at=at)
        for key, name in DEPARTMENTS.items()
    }
    commanders = _commanders(password, by, at)
    _put_in_charge(list(departments.values()), by, at)
    return DemoActors(
        office=User.objects.get(username="office"),
        supervisor=User.objects.get(username="supervisor"),
        clerks=_clerks(departments, password, by, at),
        commanders=commanders,
        departments=departments,
    )


def _clerks(
    departments: dict[str, Organisation], password: str, by: User, at: datetime
) -> dict[int, User]:
    """One clerk for each department, and for each organisation that answers for projects."""
    found = {
        user.organisation_id: user
        for user in User.objects.filter(role=Role.DEPARTMENT, organisation__isnull=False)
        if user.organisation_id
    }
    answering = Organisation.objects.filter(answered_projects__isnull=False).distinct()
    for number, organisation in enumerate([*departments.values(), *answering.order_by("pk")], 1):
        if organisation.pk not in found:
            found[organisation.pk] = add_user(
                username=f"clerk-{number:02d}",
                role=Role.DEPARTMENT,
                password=password,
                chosen_by_user=True,
                full_name=f"{organisation.name}经办人",
                phone=f"0745-2001{number:03d}",
                organisation=organisation,
                by=by,
                at=at,
            )
    return found


def _commanders(password: str, by: User, at: datetime) -> dict[int, User]:
    """A sign-in for each leader; the first in party and government are the principal ones."""
    found = {}
    for number, leader in enumerate(Leader.objects.order_by("pk"), 1):
        user = leader.user or add_user(
            username=f"leader-{number:02d}",
            role=Role.COMMANDER,
            password=password,
            chosen_by_user=True,
            full_name=leader.name,
            by=by,
            at=at,
        )
        principal = leader.title.endswith(PRINCIPAL_TITLES) and "副区长" not in leader.title
        link_leader(leader=leader, user=user, is_principal=principal, by=by, at=at)
        found[leader.pk] = user
    return found


def _put_in_charge(departments: list[Organisation], by: User, at: datetime) -> None:
    """Each organisation has a leader in charge, other than the principal ones."""
    leaders = list(Leader.objects.filter(is_principal=False).order_by("pk"))
    answering = Project.objects.exclude(responsible=None).values("responsible")
    others = Organisation.objects.filter(pk__in=answering)
    for place, organisation in enumerate({o.pk: o for o in [*departments, *others]}.values()):
        if leaders:
            edit_organisation(
                organisation=organisation,
                name=organisation.name,
                credit_code=organisation.credit_code,
                in_charge=leaders[place % len(leaders)],
                by=by,
                at=at,
            )
