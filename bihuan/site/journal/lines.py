"""How a line reads: one JSON object, without anything secret."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict

LONGEST = 16_000  # characters of one value: a line stays short enough for one write
SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?m)^DETAIL:.*$"), "DETAIL: …"),  # PostgreSQL shows the whole row there
    (re.compile(r"(?i)(\w+://[^\s:/@]*):[^\s@/]+@"), r"\1:…@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 …"),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:password|secret|token|key|sign|code))(['\"]?\s*[=:]\s*)['\"]?[^\s'\",&]+"
        ),
        r"\1\2…",
    ),
)
SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)
structlog.configure(
    processors=[*SHARED, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=False,
)


def line() -> logging.Formatter:
    """Return what makes a JSON line of a record."""
    return ProcessorFormatter(
        processors=[
            ProcessorFormatter.remove_processors_meta,
            without_traceback_of_callers,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        foreign_pre_chain=SHARED,
    )


def short() -> logging.Formatter:
    """Return what makes a line for people's eyes: no traceback, which the file holds."""
    return ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, without_secrets, _in_short],
        foreign_pre_chain=SHARED,
    )


def without_traceback_of_callers(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Return the event without a traceback, if it tells of what a caller sent and was refused."""
    if str(event.get("logger", "")).startswith("django.security."):
        event.pop("exc_info", None)
    return event


def without_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Return the event with keys, passwords and rows of the database blacked out."""
    return {
        name: _safe(value) if isinstance(value, str) else value for name, value in event.items()
    }


def _safe(text: str) -> str:
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def _in_short(_logger: Any, _method: str, event: EventDict) -> str:
    said = dict(event)
    said.pop("exc_info", None)
    at, level, event_name = said.pop("at"), said.pop("level"), said.pop("event")
    said.pop("logger", None)
    mark = "" if level == "info" else f"{level} "
    return f"{at[11:19]}Z {mark}{event_name} " + " ".join(
        f"{name}={value}" for name, value in said.items() if value not in ("", None)
    )


def _json(event: dict[str, Any], **_more: Any) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)
