"""How Chinese names are spoken: they are sorted by it, and found by what people type of it."""

from __future__ import annotations

import re
from functools import lru_cache

from django.db.models import Q

_NO_ASCII = re.compile(r"([^\x00-\x7f]+)")
"""What has a pinyin: a list of names repeats much of it."""
SHORT = 2


def spoken(name: str) -> str:
    """Return what people type of a name: its whole pinyin, by which names are sorted, a space, and
    the first letters: “项目” is xiangmu xm. It is kept with the name, so that no search and no
    list has to load the dictionary.
    """
    parts = _NO_ASCII.split(name)
    both = [_letters_of(part) if place % 2 else (part, part) for place, part in enumerate(parts)]
    first, whole = ("".join(letters).lower() for letters in zip(*both, strict=True))
    return f"{whole[:1000]} {first[:200]}"


def is_spoken_as(pinyin: str, typed: str) -> bool:
    """Return whether a name that is spoken so is found by what was typed: one or two letters are
    sought in the first letters alone, for most names have them somewhere.
    """
    return typed in (pinyin if len(typed) > SHORT else pinyin.rpartition(" ")[2])


@lru_cache(maxsize=4_096)
def _letters_of(characters: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin  # 60 MB and a second: only who gives a name pays

    syllables = lazy_pinyin(characters)
    return "".join(each[:1] for each in syllables), "".join(syllables)


def spoken_as(typed: str) -> Q:
    """Return the filter of the rows that `is_spoken_as` finds by their field `pinyin`."""
    if len(typed) > SHORT:
        return Q(pinyin__contains=typed)
    return Q(pinyin__regex=f" [^ ]*{re.escape(typed)}[^ ]*$")
