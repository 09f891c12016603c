"""What is typed of lists, plans and milestones. Limits live in `rules.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.kit.fields import DayField, NumberField, WanField, YearField, left_to_action
from bihuan.kit.words import _, gettext
from bihuan.projects.forms import OwnIds, ProjectField
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project

from .curves import CurveShape, Terms
from .models import AnnualList
from .presets import curve_presets, district_curve, milestone_presets
from .rules import ENTERED, ChangeApproval

MONTHS = range(1, 13)


class EditListForm(OwnIds, forms.Form):
    """Under which document a list was published."""

    title = forms.CharField(label=_("title of the list"), required=False, max_length=120)
    document_number = forms.CharField(label=_("document number"), required=False, max_length=60)
    published_on = DayField(label=_("published"), required=False)


class ListForm(EditListForm):
    """A list of one tier for one year."""

    year = YearField(label=_("year"))
    tier = forms.ChoiceField(label=_("tier"), choices=Tier.choices)
    field_order = ("year", "tier")


class TermsForm(OwnIds, forms.Form):
    """What a plan says: its total, its curve and the goal."""

    planned_yuan = WanField(label=_("annual planned investment"), help_text=_("ten thousand yuan"))
    curve = forms.ChoiceField(label=_("curve"))
    goal = forms.CharField(
        label=_("goal of the year"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *given: Any, keep: bool = False, on: date | None = None, **options: Any
    ) -> None:
        """`on` is the day by whose rules the expected curve is proposed."""
        super().__init__(*given, **options)
        choices = [("", gettext("As before"))] if keep else []
        choices += [(name, each.latest.title) for name, each in curve_presets().items()]
        self.fields["curve"].choices = [*choices, (ENTERED, gettext("Typed month by month"))]  # type: ignore[attr-defined]  # a choice field
        self.fields["curve"].required = not keep
        self.fields["curve"].initial = "" if keep or on is None else district_curve(on)
        for number in MONTHS:
            self.fields[f"month{number}"] = WanField(
                label=gettext("To the end of month %s") % number, required=False
            )

    def months(self) -> list[forms.BoundField]:
        """Return the twelve fields of cumulatives."""
        return [self[f"month{number}"] for number in MONTHS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("curve") == ENTERED and not self._points(said):
            self.add_error("curve", gettext("Type at least one month."))
        return said

    def terms(self) -> Terms:
        """Return what was typed; without a curve it stays as it was."""
        said, shape = self.cleaned_data, None
        if said["curve"] == ENTERED:
            shape = CurveShape(points=self._points(said))
        elif said["curve"]:
            shape = CurveShape(said["curve"])
        return Terms(said["planned_yuan"], shape, said["goal"])

    def _points(self, said: dict[str, Any]) -> dict[int, int]:
        typed = {number: said.get(f"month{number}") for number in MONTHS}
        return {number: yuan for number, yuan in typed.items() if yuan is not None}


class AdjustForm(TermsForm):
    """A new version of a plan, with reason and approver."""

    version = NumberField(widget=forms.HiddenInput)
    reason = left_to_action(
        forms.CharField(
            label=_("reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
        )
    )
    approver = left_to_action(forms.CharField(label=_("approver"), max_length=60))
    approved_on = left_to_action(DayField(label=_("approved")))

    def approval(self) -> ChangeApproval:
        said = self.cleaned_data
        return ChangeApproval(said["reason"], said["approver"], said["approved_on"])


class ListEntryForm(TermsForm):
    """A project that comes onto a list."""

    project = ProjectField(
        label=_("project"), help_text=_("Its full name or its project code"), max_length=200
    )
    project_class = forms.ChoiceField(
        label=_("class"),
        required=False,
        choices=[("", "—"), *ProjectClass.choices],
        help_text=_("Needed on the project's first list of the year"),
    )
    completed_before_yuan = WanField(
        label=_("completed before the year"), help_text=_("ten thousand yuan"), required=False
    )
    added_on = DayField(label=_("added"), required=False)
    field_order = ("project", "project_class", "completed_before_yuan", "added_on")

    def __init__(self, *given: Any, projects: QuerySet[Project], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["project"].projects = projects  # type: ignore[attr-defined]  # a ProjectField


class PromoteForm(TermsForm):
    """An upper list and the plan there."""

    annual_list = forms.ModelChoiceField(AnnualList.objects.none(), label=_("Upper list"))
    field_order = ("annual_list",)

    def __init__(self, *given: Any, lists: QuerySet[AnnualList], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["annual_list"].queryset = lists  # type: ignore[attr-defined]  # a choice of rows


class ListLeaveForm(OwnIds, forms.Form):
    """A project leaves a list."""

    on = DayField(label=_("on"))
    reason = left_to_action(forms.CharField(label=_("why it left"), max_length=2_000))


class ReturnForm(OwnIds, forms.Form):
    """A project that left a list comes back to it."""

    on = DayField(label=_("on"))
    reason = left_to_action(forms.CharField(label=_("why it came back"), max_length=2_000))


class MilestoneForm(OwnIds, forms.Form):
    """One more step, of the project's own."""

    name = forms.CharField(label=_("milestone"), max_length=60)
    due_on = DayField(label=_("due"))


class ClassForm(OwnIds, forms.Form):
    """The class of a project in a year."""

    project_class = forms.ChoiceField(label=_("class"), choices=ProjectClass.choices)
    reason = forms.CharField(label=_("reason"), required=False, max_length=2_000)


class TemplateForm(OwnIds, forms.Form):
    """A template of milestones."""

    template = forms.ChoiceField(label=_("Template"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        titles = [(name, each.title) for name, each in milestone_presets().items()]
        self.fields["template"].choices = titles  # type: ignore[attr-defined]  # a choice field


class MoveMilestoneForm(OwnIds, forms.Form):
    """Another day for a milestone."""

    due_on = DayField(label=_("due"))
    reason = left_to_action(forms.CharField(label=_("reason"), max_length=2_000))
    approver = left_to_action(forms.CharField(label=_("approver"), max_length=60))
    approved_on = left_to_action(DayField(label=_("approved")))

    def approval(self) -> ChangeApproval:
        said = self.cleaned_data
        return ChangeApproval(said["reason"], said["approver"], said["approved_on"])
