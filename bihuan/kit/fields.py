"""Forms and fields for what offices type: money in 万元, kept in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint

from .dates import believed
from .errors import Refusal
from .money import WAN, parse_yuan
from .words import _

if TYPE_CHECKING:
    ManyRows = forms.ModelMultipleChoiceField[Any]  # known to the checker only
else:
    ManyRows = forms.ModelMultipleChoiceField

LARGEST = 10**18 - 1
_Field = TypeVar("_Field", bound=forms.Field)


if TYPE_CHECKING:
    ModelFormBase = forms.ModelForm[Any]  # known to the checker only
else:
    ModelFormBase = forms.ModelForm


class JudgedByAction(ModelFormBase):
    """A form of a model. What must differ from other rows the action judges, in its own words: it
    says who bears the name or the code.
    """

    def validate_unique(self) -> None:
        """Leave it to the action."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        for each in self._meta.model._meta.constraints:
            if isinstance(each, UniqueConstraint):
                excluded.update(each.fields)
        return excluded


def left_to_action(field: _Field) -> _Field:
    """Return a field whose emptiness the action refuses, in the sentence that API and workbook say
    too; a browser asks for it before it sends the form.
    """
    field.required = False
    field.widget.attrs["required"] = True
    return field


class NumberField(forms.IntegerField):
    """A whole number that every database can hold: an edition, the key of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_value": LARGEST, **options})


class YearField(forms.IntegerField):
    """A year that lists and plans can be of."""

    def __init__(self, **options: Any) -> None:
        wrong = _("Give a year as a whole number from 1990 to 2100.")
        told = dict.fromkeys(("invalid", "required", "min_value", "max_value"), wrong)
        bounds = {"min_value": 1990, "max_value": 2100}
        super().__init__(**{**bounds, "error_messages": told, **options})


class RowsField(ManyRows):
    """Several rows; a key that no row can have is no choice, as one that no row has."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            code = "invalid_choice"
            told = self.error_messages[code] % {"value": "…"}
            raise ValidationError(told, code=code) from error


class DayField(forms.DateField):
    """A day that a project can have, typed or picked."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        try:
            return day and believed(day)
        except Refusal as told:
            raise ValidationError(str(told), code="invalid") from told


class SinceField(DayField):
    """The day from which what is chosen holds; empty for the day that is proposed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Holds from"))
        options.setdefault("help_text", _("Months before keep their rules; never a locked month"))
        super().__init__(**{"required": False, **options})


class WanField(forms.Field):
    """Money typed in 万元 (another unit may be written behind it); its value is whole yuan."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "num", "size": 14}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        try:
            return parse_yuan(value, WAN)
        except Refusal as told:
            raise ValidationError(str(told)) from told

    def prepare_value(self, value: Any) -> Any:
        """Return 万元 without trailing zeros for a stored value; what was typed as it was."""
        if not isinstance(value, int):
            return value
        return f"{(Decimal(value) / WAN).normalize():f}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
