"""Names of what the rules of the loop hold as data, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from .policies import Level, MatterPolicy, MatterType, PauseReason, Severity

Named = Severity | MatterType | Level | PauseReason


def named(thing: Named) -> str:
    """Return the Chinese label, or the English one to those who read English."""
    return thing.label if (get_language() or "zh").startswith("zh") else thing.english


def label_of(policy: MatterPolicy, level: int) -> str:
    """Return the name of a level of escalation; nothing for what is not assigned yet."""
    return named(policy.level(level)) if level else ""


def type_label(policy: MatterPolicy, code: str) -> str:
    return next((named(thing) for thing in policy.types if thing.code == code), code)


def severity_label(policy: MatterPolicy, code: str) -> str:
    return next((named(thing) for thing in policy.severities if thing.code == code), code)


def pause_label(policy: MatterPolicy, code: str) -> str:
    return next((named(thing) for thing in policy.pauses if thing.code == code), code)


def type_choices(policy: MatterPolicy, kind: str = "") -> list[tuple[str, str]]:
    """Return the types that a kind of matter may have; all if none is named."""
    fitting = (t for t in policy.types if not (kind and t.kinds) or kind in t.kinds)
    return [(thing.code, named(thing)) for thing in fitting]
