"""Schemes that are tried and not in force: shipped ones, the office's own, or a text that somebody
brought. A text is remembered for a week, by its digest, so that a page of it has an address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import cache

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .presets import scheme_for, scheme_presets
from .rules.scheme import Scheme
from .rules.stored_schemes import digest_of, to_plain

FILE_NAME = "scheme.yaml"
WEEK = 7 * 24 * 3600
LONGEST_TEXT = 1_000_000
"""Characters; no rules are as long."""


@dataclass(frozen=True)
class TriedScheme:
    """A scheme that is tried: how an address names it, and what it says. Two with one digest say
    the same.
    """

    digest: str
    scheme: Scheme = field(compare=False)
    name: str = field(default="", compare=False)
    """Of a preset; of a text none."""
    text_digest: str = field(default="", compare=False)

    @property
    def query(self) -> str:
        """What stands for it in the address of a page."""
        return f"text={self.text_digest}" if self.text_digest else f"scheme={self.name}"


def preset_tried(name: str, day: date) -> TriedScheme:
    """Return a preset as it is on a day. Raises Refusal naming those there are."""
    if name not in scheme_presets():
        told = {"name": name, "known": ", ".join(scheme_presets())}
        raise Refusal(gettext("There is no scheme “%(name)s”. There are: %(known)s.") % told)
    scheme = scheme_presets()[name].on(day)
    return TriedScheme(digest_of(to_plain(scheme)), scheme, name=name)


def text_tried(text: str, day: date) -> TriedScheme:
    """Return the scheme of a text in YAML. Raises PresetError naming each fault by line and key,
    and Refusal if it holds none or several.
    """
    scheme = scheme_in(text, day)
    return TriedScheme(digest_of(to_plain(scheme)), scheme, text_digest=_digest(text))


@lru_cache(maxsize=16)
def scheme_in(text: str, day: date) -> Scheme:
    with TemporaryDirectory(prefix="bihuan-scheme-") as room:
        path = Path(room) / FILE_NAME
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        return scheme_for(str(path), day)


def remember(text: str) -> str:
    """Remember a text for a week, and return the digest by which it is found."""
    digest = _digest(text)
    cache.set(f"scheme-text-{digest}", text, WEEK)
    return digest


def remembered(digest: str) -> str | None:
    """Return the text of a digest, or None if it is remembered no longer."""
    found = cache.get(f"scheme-text-{digest}") if digest.isalnum() and len(digest) == 64 else None
    return found if isinstance(found, str) else None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
