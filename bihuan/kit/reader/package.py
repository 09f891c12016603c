"""The package that an .xlsx is: refused if it does harm, cut down if it is mostly empty."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape

from .archive import has_entities, package_opened, repacked
from .marks import Marks, attributes, cell_styles, marks_of
from .sparse import cut_down
from .strikes import marked_runs
from .values import ReadingFault, Unreadable

STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(rb"<sheet\s([^>]*)>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")


@dataclass(frozen=True)
class Package:
    """A package without harm: its bytes, smaller if sheets were cut down, and its sheets' marks by
    their titles.
    """

    content: bytes
    marks: dict[str, Marks] = field(default_factory=dict)


def inspect(content: bytes, name: str) -> Package:
    """Raises Unreadable for a package that is damaged, or built to do harm."""
    found: dict[str, Marks] = {}
    smaller: dict[str, bytes] = {}
    with package_opened(content, name) as package:
        if "xl/workbook.xml" not in package.namelist():
            raise Unreadable(ReadingFault.NO_WORKBOOK, name)
        titles = sheet_titles(package)
        styles = cell_styles(_optional(package, "xl/styles.xml"))
        for part in package.infolist():
            text = package.read(part)  # also of parts we do not use: their sizes may lie
            if not part.filename.startswith("xl/media/") and has_entities(text):
                raise Unreadable(ReadingFault.CODE, name)
            if part.filename in titles:
                text = _small(_marked(text, part.filename, smaller), part.filename, titles, smaller)
                comments = _comments_of(package, part.filename)
                found[titles[part.filename]] = marks_of(text, styles, comments)
            elif part.filename == STRINGS:
                _marked(text, part.filename, smaller)
        return Package(repacked(package, smaller) if smaller else content, found)


def sheet_titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the title of the sheet that each part of a package holds."""
    targets = _targets(package, "xl/_rels/workbook.xml.rels")
    titles = {}
    for sheet in map(attributes, _SHEET.findall(package.read("xl/workbook.xml"))):
        target = targets.get(sheet.get("r:id", ""), ("", ""))[1]
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        titles[path] = unescape(sheet.get("name", ""))
    return titles


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relation that a part lists, by its key."""
    relations = map(attributes, _RELATION.findall(package.read(part)))
    return {r.get("Id", ""): (r.get("Type", ""), r.get("Target", "")) for r in relations}


def _comments_of(package: zipfile.ZipFile, sheet: str) -> bytes:
    folder, _slash, file = sheet.rpartition("/")
    part = f"{folder}/_rels/{file}.rels"
    if part not in package.NameToInfo:
        return b""
    for kind, target in _targets(package, part).values():
        if kind.endswith("/comments"):
            path = target if target.startswith("/") else posixpath.join("/", folder, target)
            return _optional(package, posixpath.normpath(path).lstrip("/"))
    return b""


def _optional(package: zipfile.ZipFile, part: str) -> bytes:
    return package.read(part) if part in package.NameToInfo else b""


def _marked(text: bytes, part: str, changed: dict[str, bytes]) -> bytes:
    """Return a part with strokes through what is struck out; note it in `changed`."""
    marked = marked_runs(text)
    if marked != text:
        changed[part] = marked
    return marked


def _small(text: bytes, part: str, titles: dict[str, str], smaller: dict[str, bytes]) -> bytes:
    """Return a sheet cut down to its table, if it reaches far; note it in `smaller`."""
    cut = cut_down(text, titles[part])
    if cut is None:
        return text
    smaller[part] = cut
    return cut
