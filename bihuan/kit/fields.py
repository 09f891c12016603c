"""Form fields for what offices type: money in 万元, kept in yuan."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .words import _

UNITS = {"": 10_000, "万": 10_000, "亿": 100_000_000, "元": 1}
MOST_YUAN = 10**15
_TYPED = re.compile(r"(-?\d{1,16}(?:\.\d{1,12})?)(?:(亿|万)元?|(元))?")


class WanField(forms.Field):
    """Money typed in 万元 (another unit may be written behind it); its value is whole yuan."""

    default_error_messages = {
        "unreadable": _("This is not an amount of money."),
        "fraction": _("An amount is of whole yuan: at most four decimals of 10,000 yuan."),
    }

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "num", "size": 14}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", str(value or "")))
        if not text:
            return None
        found = _TYPED.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["unreadable"])
        yuan = Decimal(found[1]) * UNITS[found[2] or found[3] or ""]
        if abs(yuan) > MOST_YUAN:
            raise ValidationError(self.error_messages["unreadable"])
        if yuan != int(yuan):
            raise ValidationError(self.error_messages["fraction"])
        return int(yuan)

    def prepare_value(self, value: Any) -> Any:
        """Return 万元 without trailing zeros for a stored value; what was typed as it was."""
        if not isinstance(value, int):
            return value
        return f"{(Decimal(value) / UNITS['万']).normalize():f}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
