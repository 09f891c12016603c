"""The bands of a slope in words: so many points for each unit, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.assessment.rules.slopes import Band
from bihuan.kit.words import gettext

from .values import InputWords, number


def band_words(
    bands: Sequence[Band], words: InputWords, every: Decimal | None, *, upwards: bool
) -> Iterator[str]:
    """Yield each band on one side of where the base is given, and what lies behind the last."""
    for place, band in enumerate(bands):
        said = _band(band, words, every, upwards=upwards)
        yield gettext("then %s") % said if place else said
    if not bands:
        yield (
            gettext("what is higher adds nothing")
            if upwards
            else gettext("what is lower takes nothing")
        )
    elif bands[-1].width is not None:
        yield gettext("what lies beyond changes nothing")


def _band(band: Band, words: InputWords, every: Decimal | None, *, upwards: bool) -> str:
    if not band.per:
        if band.width is None:
            return gettext("what lies beyond changes nothing")
        return gettext("over %s nothing changes") % words.amount(band.width)
    said = {"step": words.amount(every or Decimal(1)), "points": number(abs(band.per))}
    text = _each(words, upwards=upwards, adds=(band.per > 0) is upwards) % said
    if every:
        text = gettext("%s (whole steps only)") % text
    if band.width is None:
        return text
    return gettext("%(band)s (over %(width)s)") % {
        "band": text,
        "width": words.amount(band.width),
    }


def _each(words: InputWords, *, upwards: bool, adds: bool) -> str:
    """Return how one step is said; of what is counted otherwise than of what is measured."""
    if words.is_counted:
        return _each_counted(upwards=upwards, adds=adds)
    if upwards:
        return (
            gettext("each %(step)s higher: +%(points)s")
            if adds
            else gettext("each %(step)s higher: −%(points)s")
        )
    if adds:
        return gettext("each %(step)s lower: +%(points)s")
    return gettext("each %(step)s lower: −%(points)s")


def _each_counted(*, upwards: bool, adds: bool) -> str:
    if upwards:
        return (
            gettext("each %(step)s more: +%(points)s")
            if adds
            else gettext("each %(step)s more: −%(points)s")
        )
    if adds:
        return gettext("each %(step)s fewer: +%(points)s")
    return gettext("each %(step)s fewer: −%(points)s")
