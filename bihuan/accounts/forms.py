"""What is typed of organisations and users. Limits live in `rules.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.kit.fields import JudgedByAction
from bihuan.kit.words import _

from .models import Organisation, User
from .queries import as_spoken, colleagues, could_stand_in, nearness
from .roles import Role
from .rules import LONGEST_KEY_DAYS, USUAL_KEY_DAYS
from .scopes import Access, Area

ROLES = [(role.value, role.label) for role in Role if role != Role.CONSOLE]


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganisationForm(JudgedByAction):
    """An organisation."""

    class Meta:
        model = Organisation
        fields = ("name", "credit_code", "in_charge")


class NamedFields(forms.Form):
    """A form that stands beside others on its page: the ids of its fields begin with its name."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **{"auto_id": f"{type(self).__name__.lower()}-%s", **options})


class RenameForm(NamedFields):
    """The name that an organisation bears from a day on."""

    name = forms.CharField(label=_("new name"), max_length=120)
    on = forms.DateField(label=_("from this day on"), widget=_day_input())
    reason = forms.CharField(label=_("why"), max_length=200, required=False)


class MergeOrganisationsForm(NamedFields):
    """The organisation into which another is merged from a day on."""

    into = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("the organisation it joined")
    )
    on = forms.DateField(label=_("from this day on"), widget=_day_input())
    reason = forms.CharField(label=_("why"), max_length=200)

    def __init__(self, *given: Any, was: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        others = Organisation.objects.standing().exclude(pk=was.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a choice of rows


class UserForm(forms.Form):
    """A user's role, organisation and name."""

    full_name = forms.CharField(label=_("name"), required=False, max_length=60)
    title = forms.CharField(label=_("title"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("role"), choices=ROLES)
    organisation = forms.ModelChoiceField(
        Organisation.objects.standing(),
        label=_("organisation"),
        required=False,
        help_text=_("Decides which projects a reporter or a department sees"),
    )
    phone = forms.CharField(
        label=_("phone"),
        required=False,
        max_length=20,
        help_text=_("A mobile phone, or a landline with its area code: 0745-2261111-801"),
    )


class NewUserForm(UserForm):
    """Somebody who is to sign in."""

    username = forms.CharField(label=_("sign-in name"), max_length=150)
    password = forms.CharField(
        label=_("password"),
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("8 characters or more, of three kinds"),
    )
    field_order = ("username", "password")


class SuccessorForm(NamedFields):
    """Who goes on with what a person leaves."""

    successor = forms.ModelChoiceField(User.objects.none(), label=_("successor"))
    reason = forms.CharField(label=_("why"), max_length=200)

    def __init__(self, *given: Any, person: User, **options: Any) -> None:
        super().__init__(*given, **options)
        _offer(self.fields["successor"], colleagues(person), as_spoken)


class DeputyForm(NamedFields):
    """Who stands in for a person, and for how long."""

    deputy = forms.ModelChoiceField(User.objects.none(), label=_("deputy"))
    since = forms.DateField(label=_("first day"), widget=_day_input())
    until = forms.DateField(label=_("last day"), widget=_day_input())
    reason = forms.CharField(label=_("why"), max_length=200, required=False)

    def __init__(self, *given: Any, person: User, **options: Any) -> None:
        super().__init__(*given, **options)
        _offer(
            self.fields["deputy"],
            could_stand_in(person),
            lambda user: (nearness(person, user), as_spoken(user)),
        )


def _offer(field: Any, people: QuerySet[User], place: Callable[[User], Any]) -> None:
    """Let one of some people be chosen, in the order in which one looks for a name."""
    field.queryset = people
    found = sorted(people.select_related("organisation"), key=place)
    field.choices = [("", field.empty_label), *((user.pk, str(user)) for user in found)]


class LeaderForm(forms.Form):
    """A district leader."""

    name = forms.CharField(label=_("leader"), max_length=60)
    title = forms.CharField(label=_("title"), required=False, max_length=60)
    is_principal = forms.BooleanField(label=_("principal leader"), required=False)


class LinkForm(forms.Form):
    """The commander's sign-in that stands for a leader."""

    user = forms.ModelChoiceField(
        User.objects.filter(role=Role.COMMANDER, is_active=True), label=_("user"), required=False
    )
    is_principal = forms.BooleanField(label=_("principal leader"), required=False)


class TokenForm(forms.Form):
    """What a key is for, what it opens, and for how long."""

    name = forms.CharField(label=_("purpose"), max_length=60)
    access = forms.ChoiceField(label=_("access"), choices=Access.choices)
    areas = forms.MultipleChoiceField(
        label=_("areas"),
        choices=Area.choices,
        initial=[Area.ALL],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
    )
    days = forms.IntegerField(
        label=_("days that it holds"),
        min_value=1,
        max_value=LONGEST_KEY_DAYS,
        initial=USUAL_KEY_DAYS,
        help_text=_("A year is usual, two years are the most."),
    )
