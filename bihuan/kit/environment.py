"""What the environment sets: read within limits, or refused by the variable's name."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class WrongVariable(ValueError):
    """A variable of the environment that cannot be understood, in both languages: none is chosen
    when the settings are read.
    """

    def __init__(self, name: str, value: str, wanted: tuple[str, str]) -> None:
        chinese, english = wanted
        super().__init__(
            f"环境变量 {name}=“{value}”有误：应为{chinese}"
            f"（The variable {name} must be {english}, not “{value}”）"
        )


def whole(name: str, usual: int, *, least: int, most: int) -> int:
    """Return the whole number that a variable holds. Raises WrongVariable outside its limits."""

    def within(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    wanted = f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}"
    return read(name, str(usual), within, wanted)


def read(
    name: str,
    usual: str,
    reader: Callable[[str], T],
    wanted: tuple[str, str],
    *,
    is_secret: bool = False,
) -> T:
    """Return what `reader` makes of a variable, or of what is usual if it is empty. Raises
    WrongVariable, with what is `wanted` in Chinese and English, where the reader raises ValueError.
    What `is_secret` is not shown.
    """
    text = os.environ.get(name, "").strip() or usual
    try:
        return reader(text)
    except ValueError as error:
        raise WrongVariable(name, "…" if is_secret else text, wanted) from error
