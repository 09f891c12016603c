"""What is typed of a project. NumberLimits live in `rules.py`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from bihuan.kit.coordinates import CoordinateSystem, stored
from bihuan.kit.fields import DayField, JudgedByAction, RowsField, WanField, left_to_action
from bihuan.kit.words import _, gettext

from . import rules
from .kinds import ProjectState
from .models import Project
from .particular import FormCard
from .particulars import BY_NAME, FIELDS, clean, on_card, problems

LONGEST = 32_000  # characters, as in a cell of a workbook


class OwnIds:
    """For forms that share a page: the ids of their fields begin with the form's name."""

    def __init__(self, *given: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*given, **options)


def typed(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Return the field in which a column of a project is typed, with its unit."""
    each = BY_NAME.get(column.name)
    usual: dict[str, Any] = {"label": capfirst(column.verbose_name), "required": False}
    if each and each.is_money:
        return WanField(**usual, help_text=each.shown_unit)
    if isinstance(column, models.TextField):
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(**usual, max_length=LONGEST, widget=area)
    if isinstance(column, models.DateField):
        return DayField(**usual)
    return column.formfield(**options, **({"help_text": each.unit} if each and each.unit else {}))


class ProjectForm(JudgedByAction):
    """Everything that is said of a project, in groups."""

    reason = forms.CharField(label=_("Why it changes"), required=False, max_length=2_000)
    since = DayField(
        label=_("In new hands since"),
        required=False,
        help_text=_(
            "Of owner, responsible organisation and commander: months that ended before stay with "
            "whoever had them. Today, if left empty."
        ),
    )
    coordinates_in = forms.ChoiceField(
        label=_("These coordinates are"),
        choices=CoordinateSystem.choices,
        required=False,
        help_text=_("CGCS2000 is stored; others are converted when you save."),
    )

    class Meta:
        model = Project
        fields = (*FIELDS, "themes")
        field_classes = {"themes": RowsField}
        widgets = {"themes": forms.CheckboxSelectMultiple}
        formfield_callback = typed

    def clean(self) -> dict[str, Any]:
        """Tell each field what is wrong with it."""
        said = _in_cgcs2000(super().clean() or {})
        for field, sentence in problems(clean(said)).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return said

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their headings."""
        cards = {str(c.label): [self[each.name] for each in on_card(c)] for c in FormCard}
        cards[str(FormCard.READ_UNDER.label)].insert(1, self["themes"])
        place = cards[str(FormCard.PLACE.label)]
        after = next(at for at, field in enumerate(place, 1) if field.name == "latitude")
        place.insert(after, self["coordinates_in"])
        return list(cards.items())

    def said(self) -> dict[str, Any]:
        """Return what was typed, as the actions take it."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        return {**values, "themes": list(self.cleaned_data["themes"])}


def _in_cgcs2000(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said with the place in the coordinates that are stored, if it lies in China;
    what is wrong with another is told of the numbers that were typed.
    """
    east, north = said.get("longitude"), said.get("latitude")
    system = CoordinateSystem(said.get("coordinates_in") or CoordinateSystem.CGCS2000)
    if east is None or north is None or rules.place_problem(east, north):
        return said
    said["longitude"], said["latitude"] = stored(east, north, system)
    return said


class ProjectField(forms.CharField):
    """A project, named in full or by its code. The form gives `projects` to find it in."""

    projects: QuerySet[Project]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        key = rules.name_key(text)
        found = self.projects.filter(
            Q(national_code=text) | Q(name_key=key) | Q(former_names__name_key=key)
        ).distinct()[:2]
        if len(found) != 1:
            raise ValidationError(gettext("No project bears this name or code."))
        return found[0]


class StateForm(OwnIds, forms.Form):
    """A step of a project's life."""

    to = forms.ChoiceField(label=_("becomes"))
    on = DayField(label=_("on"))
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, now: ProjectState, **options: Any) -> None:
        super().__init__(*given, **options)
        onward = [to for to in ProjectState if to in rules.MOVES[now] and to != ProjectState.MERGED]
        self.fields["to"].choices = [(to.value, to.label) for to in onward]  # type: ignore[attr-defined]  # a choice field


class ClocksForm(OwnIds, JudgedByAction):
    """The days on which things happened, by the office's count."""

    reason = forms.CharField(
        label=_("Why a recorded day changes"), required=False, max_length=2_000
    )

    class Meta:
        model = Project
        fields = rules.CLOCKS
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in rules.CLOCKS
        }

    def days(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in rules.CLOCKS}


class MergeForm(forms.Form):
    """The project that this one is merged into."""

    kept = ProjectField(
        label=_("Merged into"), help_text=_("Its full name or its project code"), max_length=200
    )
    on = DayField(label=_("on"))
    reason = left_to_action(
        forms.CharField(
            label=_("reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
        )
    )

    def __init__(self, *given: Any, projects: QuerySet[Project], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["kept"].projects = projects  # type: ignore[attr-defined]  # a ProjectField
