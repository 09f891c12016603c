"""What is read of a project by queries that are put into SQL once."""

from __future__ import annotations

import pytest
from django.http import Http404

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.projects.models import Project
from bihuan.projects.queries import LARGEST_KEY, visible_project

from .factories import make_project

pytestmark = pytest.mark.django_db


def _sees(user: User, pk: int) -> bool:
    try:
        return visible_project(user, pk).pk == pk
    except Http404:
        return False


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("of", ["an organisation", ""])
def test_one_project_is_seen_by_whoever_sees_it_in_lists(role: Role, of: str):
    organisation = make_organisation() if of else None
    user = make_user(role=role, organisation=organisation)
    commander = Leader.objects.create(name="某某", user=user)
    projects = [
        make_project(),
        make_project(owner=organisation),
        make_project(responsible=organisation),
        make_project(commander=commander),
    ]
    listed = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    assert {each.pk for each in projects if _sees(user, each.pk)} == listed


@pytest.mark.parametrize("pk", [0, LARGEST_KEY, LARGEST_KEY + 1])
def test_a_number_that_no_project_has_finds_none(pk: int):
    with pytest.raises(Http404):
        visible_project(make_user(role=Role.OFFICE), pk)
