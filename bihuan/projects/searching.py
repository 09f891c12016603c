"""Projects, and who is reached about them, as the search over everything finds them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can, Role
from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows, words_of
from bihuan.kit.words import gettext

from .models import Project
from .queries import search


def projects_found(user: User, text: str, most: int) -> SearchGroup:
    """Find visible projects by name, former name, code or pinyin, or whom one calls about them."""
    seen = Project.objects.visible_to(user)
    rows: QuerySet[Project] = seen.select_related("responsible", "owner")
    for word in words_of(text):
        reached = Q(contact__icontains=word) | Q(contact_phone__contains=word)
        rows = search(rows, word) | rows.filter(reached)
    return found_rows(
        "projects", gettext("Projects"), rows.order_by("pinyin", "name", "pk"), _project, most
    )


def people_found(user: User, text: str, most: int) -> SearchGroup:
    """Find people by name: whoever manages users all of them; others those who report for their
    own organisation or for projects that they see, whom a project's page names too.
    """
    rows = _reached_by(user).filter(is_active=True).select_related("organisation")
    found = every_word(rows, text, ("full_name", "username", "organisation__name", "phone"))
    manages = may(user, Can.ACCOUNTS_MANAGE)

    def show(person: User) -> SearchHit:
        told = [str(person.organisation or ""), person.get_role_display(), person.phone]
        return SearchHit(
            str(person), " · ".join(filter(None, told)), _address(person, manages=manages)
        )

    ordered = found.order_by("full_name", "username")
    return found_rows("people", gettext("Persons"), ordered, show, most)


def _reached_by(user: User) -> QuerySet[User]:
    if may(user, Can.ACCOUNTS_MANAGE):
        return User.objects.exclude(role=Role.CONSOLE)
    seen = Project.objects.visible_to(user)
    theirs = Q(organisation__in=seen.values("owner"))
    theirs |= Q(organisation__in=seen.values("responsible"))
    if user.organisation_id:
        theirs |= Q(organisation=user.organisation_id)
    return User.objects.filter(theirs, role=Role.REPORTER)


def _address(person: User, *, manages: bool) -> str:
    if manages:
        return reverse("accounts:edit_user", args=[person.pk])
    name = person.organisation.name if person.organisation else ""
    return reverse("accounts:organisations", query={"search": name})


def _project(project: Project) -> SearchHit:
    who = project.responsible or project.owner
    told = [str(who or ""), str(project.get_state_display()), project.national_code]
    told.append(" ".join(filter(None, (project.contact, project.contact_phone))))
    address = reverse("dashboards:project", args=[project.pk])
    return SearchHit(project.name, " · ".join(filter(None, told)), address)
