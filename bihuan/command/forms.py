"""Shapes in: appointing leaders, and moves on the hard-bone list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader
from bihuan.kit.fields import DayField, RowsField, left_to_action
from bihuan.projects.models import Project

from .actions import ProposedStep
from .kinds import HardBoneOutcome


def _words(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, widget=widget, **options)


class AppointForm(forms.Form):
    """A leader for the projects that are ticked; `projects` are those that may be."""

    leader = forms.ModelChoiceField(Leader.objects.none(), label=_("Leader"))
    reason = _words(_("Reason"), required=False)

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Leader.objects.order_by("-is_principal", "pinyin", "name", "pk")
        self.fields["leader"] = forms.ModelChoiceField(leaders, label=_("Leader"))
        self.fields["projects"] = RowsField(
            projects,
            label=_("Projects"),
            error_messages={"required": _("Choose at least one project.")},
        )


class _HardBoneForm(forms.Form):
    """A form on a page with others: its fields' ids bear its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    def offer_leaders(self, empty: Any) -> None:
        leaders = Leader.objects.order_by("-is_principal", "pinyin", "name", "pk")
        self.fields["leader"] = forms.ModelChoiceField(
            leaders, label=_("Leader who solves it"), required=False, empty_label=empty
        )


class HardBoneEntryForm(_HardBoneForm):
    """A project comes onto the list."""

    why = _words(_("Why it is a hard bone"))
    target_on = DayField(label=_("To be solved by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_leaders(_("The project's commander"))


class HardBoneLeaveForm(_HardBoneForm):
    """A hard bone leaves the list."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=HardBoneOutcome)
    why = _words(_("Reason"), required=False, help_text=_("Needed for a decision"))


class ChangeForm(_HardBoneForm):
    """Another day, or another leader."""

    target_on = DayField(label=_("To be solved by"))
    why = _words(_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_leaders("—")
        self.order_fields(["target_on", "leader", "why"])


class NoteForm(_HardBoneForm):
    """How far it has come."""

    text = _words(_("Progress"))


class ProposalsForm(_HardBoneForm):
    """What is decided of the proposals that are ticked, each as `enter-12` or `leave-12`."""

    steps = forms.MultipleChoiceField(required=False)
    target_on = DayField(
        label=_("To be solved by"),
        required=False,
    )
    why = forms.CharField(label=_("Reason"), required=False, max_length=2000)

    def __init__(self, proposed: Mapping[str, ProposedStep], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        self.fields["steps"].choices = [(key, key) for key in proposed]  # type: ignore[attr-defined]  # a choice field

    def clean_steps(self) -> list[ProposedStep]:
        return [self.proposed[key] for key in self.cleaned_data["steps"]]


class DeferForm(_HardBoneForm):
    """Why a proposal is not followed this month."""

    why = left_to_action(forms.CharField(label=_("Why not"), max_length=2000))
