"""Sign-in names for those who have none: the name as it is spoken, and a number if it is taken."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

LONGEST = 30


def proposed(full_name: str, taken: Collection[str]) -> str:
    """Return a sign-in name in small letters that nobody bears: zhangsan, then zhangsan2. `taken`
    are in small letters. It tells nothing of a person but the name.
    """
    from pypinyin import lazy_pinyin  # 60 MB and a quarter of a second: not for every process

    spoken = "".join(lazy_pinyin(full_name)).casefold().replace("ü", "v")
    stem = re.sub(r"[^a-z0-9]", "", spoken)[:LONGEST] or "user"
    return next(
        name
        for number in count(1)
        if (name := stem if number == 1 else f"{stem}{number}") not in taken
    )
