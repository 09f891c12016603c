"""Shapes in: a meeting, an item, a conclusion, a decision, a tick."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Organisation
from bihuan.accounts.queries import organisation_named
from bihuan.kit.errors import Refusal
from bihuan.kit.fields import DayField, NumberField, SinceField
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.wording import named
from bihuan.projects.models import Project

from .kinds import MeetingKind
from .models import Meeting

BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")


def _words(label: Any, *, rows: int = 2, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, widget=widget, **options)


class MeetingForm(forms.Form):
    """Day, place and people of a meeting."""

    held_on = DayField(label=_("Day"))
    place = forms.CharField(label=_("Where it meets"), max_length=120, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=60)
    attendees = _words(_("Attendees"), required=False, rows=3)


class EditForm(MeetingForm):
    """A meeting changed, and what the page showed when it was filled in."""

    edition = NumberField(widget=forms.HiddenInput)


class PlanForm(MeetingForm):
    """A new meeting."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    month = forms.CharField(
        label=_("Month in focus"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text=_("Its lights make the agenda"),
    )

    field_order = ("kind", "held_on", "month", "chair", "place", "attendees")

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class OrganisationByName(forms.CharField):
    """An organisation typed by its name, with a list of suggestions beside it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"})
        super().__init__(max_length=120, widget=widget, **options)

    def clean(self, value: Any) -> Organisation | None:
        name = super().clean(value)
        return _organisation(name) if name else None


class OrganisationsByName(forms.CharField):
    """Several organisations by name, with a comma between them."""

    def clean(self, value: Any) -> list[Organisation]:
        names = [name.strip() for name in BETWEEN_NAMES.split(super().clean(value))]
        return [_organisation(name) for name in dict.fromkeys(names) if name]


def _organisation(name: str) -> Organisation:
    found = organisation_named(name)
    if found is None:
        raise forms.ValidationError(gettext("There is no organisation “%s”.") % name)
    return found


class DecisionForm(forms.Form):
    """A decision: what, who, until when."""

    text = _words(_("Decision"))
    lead = OrganisationByName(label=_("Lead organisation"))
    supporting = OrganisationsByName(
        label=_("Supporting organisations"),
        required=False,
        max_length=600,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": _("Names, with a comma between them")}
        ),
    )
    due_on = DayField(label=_("Deadline"))
    severity = forms.ChoiceField(label=_("Severity"))
    not_the_same = forms.CharField(
        label=_("Why it is not the matter it looks like"),
        required=False,
        max_length=200,
        widget=forms.HiddenInput,
    )

    def __init__(self, loop: MatterPolicy, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "decision_%s")
        super().__init__(*args, **options)
        self.fields["severity"].choices = [  # type: ignore[attr-defined]  # a choice field
            (severity.code, named(severity)) for severity in loop.severities
        ]

    def looks_alike(self) -> None:
        """Offer to say why it is another, once a twin was found."""
        self.fields["not_the_same"].widget = forms.TextInput()


class TogetherForm(DecisionForm):
    """One decision on several items; without a lead organisation each goes to its own."""

    items = forms.TypedMultipleChoiceField(
        label=_("Items"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )

    field_order = ("text", "lead", "supporting", "due_on", "severity", "not_the_same")

    def __init__(self, loop: MatterPolicy, items: Any, *args: Any, **options: Any) -> None:
        super().__init__(loop, *args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]  # a choice field
        lead = self.fields["lead"]
        lead.required = False
        lead.widget.attrs["placeholder"] = _("Each project's responsible organisation")


class CloseForm(forms.Form):
    """Where items go that the meeting did not reach: another meeting, or a new one on a day."""

    next_meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Items not reached go on to"),
        required=False,
        empty_label=_("A new meeting on"),
    )
    next_on = DayField(label=_("Day of the new meeting"), required=False)

    def __init__(self, meetings: Any, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "close_%s")
        super().__init__(*args, **options)
        self.fields["next_meeting"].queryset = meetings  # type: ignore[attr-defined]  # a choice of rows


class ConclusionForm(forms.Form):
    """What the meeting concluded on an item."""

    conclusion = _words(_("Conclusion"), rows=4, required=False)
    edition = NumberField(widget=forms.HiddenInput)


class AddAgendaItemForm(forms.Form):
    """A project put on the agenda by hand."""

    project = forms.CharField(
        label=_("Project"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, projects: Any, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "add_%s")
        super().__init__(*args, **options)
        self.projects = projects

    def clean_project(self) -> Project:
        name = self.cleaned_data["project"].strip()
        found = self.projects.filter(name=name).first()
        if not isinstance(found, Project):
            raise forms.ValidationError(gettext("There is no project “%s”.") % name)
        return found


class MeetingReasonForm(forms.Form):
    """Why an item is dropped, a meeting called off, a tick taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class BeginForm(forms.Form):
    """The day on which it was held."""

    held_on = DayField(label=_("Held on"), required=False)


class TickForm(forms.Form):
    """Who did it, when, and what shows it."""

    done_on = DayField(label=_("Done on"))
    who = forms.CharField(label=_("Done by"), max_length=60)
    note = _words(_("Note"), help_text=_("What was done, and where it can be read"))


class PracticeForm(forms.Form):
    """Which mechanisms the district follows, and from which day on."""

    preset = forms.CharField(max_length=40)
    since = SinceField()


class SignerForm(forms.Form):
    """Who signs the list of decisions."""

    signer = forms.CharField(max_length=60)
