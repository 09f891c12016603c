"""Shapes in: which rules the district follows, and an excuse."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.kit.fields import DayField, SinceField, left_to_action
from bihuan.kit.months import Month
from bihuan.kit.words import article

from .actions import waivable
from .kinds import SPOKEN, Colour
from .presets import light_presets
from .rules.headline import LIFTED_TO


class RulesForm(forms.Form):
    """Which rules hold, and from which day on."""

    rules = forms.ChoiceField(label=_("Rules of the lights"))
    since = SinceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"] = forms.ChoiceField(
            label=_("Rules of the lights"),
            choices=[(name, rules.latest.title) for name, rules in light_presets().items()],
        )


class WaiverForm(forms.Form):
    reason = left_to_action(
        forms.CharField(
            label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )
    )
    approver = left_to_action(forms.CharField(label=_("Approved by"), max_length=60))

    def __init__(self, *args: Any, month: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = [(name, f"{article(name)} {text}") for name, text in waivable(month).items()]
        self.fields["clause"] = forms.ChoiceField(label=_("Clause"), choices=clauses)
        self.order_fields(["clause", "reason", "approver"])


class _LightForm(forms.Form):
    """A form on a page with others: its fields' ids bear its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


def _colours(label: Any, colours: tuple[Colour, ...]) -> forms.ChoiceField:
    choices = [(colour.value, colour.label) for colour in colours]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _words(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, widget=widget, **options)


class CommanderLightForm(_LightForm):
    """The commander's light."""

    colour = _colours(_("Light"), SPOKEN)
    reason = _words(
        _("Reason"), required=False, help_text=_("Needed if better than the machine's light")
    )


class InspectorLightForm(_LightForm):
    """The light of an inspection on site."""

    colour = _colours(_("Light"), SPOKEN)
    reason = _words(_("What was found"), required=False)
    source_ref = forms.CharField(
        label=_("Visit"),
        max_length=120,
        required=False,
        help_text=_("Its number, or day and place"),
    )


class LiftForm(_LightForm):
    """A headline lifted by name, for a time."""

    colour = _colours(_("Lifted to"), LIFTED_TO)
    until = DayField(
        label=_("Until the end of"),
    )
    note = left_to_action(_words(_("Reason")))


class RevokeForm(_LightForm):
    """Why a lift ends early."""

    note = left_to_action(forms.CharField(label=_("Why it ends"), max_length=2000))
