"""Shapes in: drafts of schemes, their items, weights and text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.fields import SinceField
from bihuan.kit.preset_faults import PresetFault

from .kinds import Missing
from .presets import schemes_known
from .rules.scheme import SchemeItem, ScoreSheet
from .rules.scheme_drafts import LONGEST_NAME, LONGEST_NOTE
from .rules.scheme_edits import WORDS, ItemPlaces
from .wording.places import place_words


class StartDraftForm(forms.Form):
    """Which scheme is copied, and what the draft is called."""

    name = forms.CharField(label=_("Name of the draft"), max_length=LONGEST_NAME)
    scheme = forms.ChoiceField(label=_("Copied from"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ((name, dated.on(day)) for name, dated in schemes_known().items())
        self.fields["scheme"] = forms.ChoiceField(
            label=_("Copied from"),
            choices=[(name, f"{each.title} · {each.version}") for name, each in known],
        )


class DraftNameForm(forms.Form):
    """Another name of a draft."""

    name = forms.CharField(label=_("Name of the draft"), max_length=LONGEST_NAME)


class AdoptForm(forms.Form):
    """From which day on a draft holds."""

    since = SinceField()


class SchemeTextForm(forms.Form):
    """A scheme as text, and what was changed."""

    text = forms.CharField(
        label=_("Text of the scheme"),
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 36, "class": "yaml-text", "spellcheck": "false", "wrap": "off"}
        ),
    )
    note = forms.CharField(label=_("What was changed"), required=False, max_length=LONGEST_NOTE)


class _OfPlaces(forms.Form):
    """Values of a text, each in a field of its own; faults go to the fields of their keys."""

    field_of: dict[str, str]

    def add_faults(self, faults: Iterable[PresetFault]) -> list[PresetFault]:
        """Add each fault to its field; return those that are of no field."""
        others = []
        for fault in faults:
            if fault.key in self.field_of:
                self.add_error(self.field_of[fault.key], fault.sentence)
            else:
                others.append(fault)
        return others


class ItemForm(_OfPlaces):
    """The words of an item, its weight and the numbers of its formula."""

    def __init__(self, *args: Any, places: ItemPlaces, item: SchemeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_of = {each.key: each.name for each in places.places}
        for each in places.places:
            self.initial[each.name] = each.value
            self.fields[each.name] = _field(each.name, place_words(item, each.path))
            self.fields[each.name].disabled = each.is_shared

    @property
    def changes(self) -> dict[str, str]:
        """The values typed, by name."""
        return {name: value.replace("\r\n", "\n") for name, value in self.cleaned_data.items()}

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields that hold words."""
        return [self[name] for name in self.fields if name in WORDS]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the weight and the formula."""
        return [self[name] for name in self.fields if name not in WORDS]


class WeightsForm(_OfPlaces):
    """The weights of all items of a sheet."""

    def __init__(
        self, *args: Any, places: Iterable[ItemPlaces], sheet: ScoreSheet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field_of = {}
        titles = {item.id: item.title for item in sheet.items}
        for each in places:
            weight = each.place("max")
            if weight is not None:
                self.field_of[weight.key] = each.item
                self.initial[each.item] = weight.value
                self.fields[each.item] = _field("max", titles[each.item])
                self.fields[each.item].disabled = weight.is_shared


def _field(name: str, label: str) -> forms.Field:
    if name == "missing":
        return forms.ChoiceField(label=label, choices=Missing.choices)
    if name == "text":
        area = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(label=label, widget=area, strip=False, required=False)
    if name in ("title", "clause"):
        return forms.CharField(label=label, required=False)
    typed = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
    return forms.CharField(label=label, widget=typed, required=False)
