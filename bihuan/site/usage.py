"""How a command tells its use: in the language of the product."""

from __future__ import annotations

from argparse import ArgumentParser, HelpFormatter
from typing import Any

from bihuan.kit.words import gettext


class UsageFormatter(HelpFormatter):
    """Begin the line of use with our word for it."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        first = gettext("Usage: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, first)


def translate_frame(parser: ArgumentParser) -> None:
    """Put a parser's headings, and what it says of each option, into the language in use."""
    parser.formatter_class = UsageFormatter
    titles = {
        "options": gettext("Options"),
        "optional arguments": gettext("Options"),
        "positional arguments": gettext("Arguments"),
    }
    for group in parser._action_groups:
        group.title = titles.get(group.title or "", group.title)
    for action in parser._actions:
        if "--help" in action.option_strings:
            action.help = gettext("tell this and leave")
        elif action.help:
            action.help = gettext(action.help)
