"""Workbooks gone wrong, always the same for the same seed: changed in one to three ways.

Each way takes the parts of a package and changes them as a transfer, a bad programme, or somebody
who means harm would.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import yaml

Parts = dict[str, bytes]
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TOLD: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
NUMBERS = (*TOLD["numbers"], "9" * 400)
WORDS = (*TOLD["words"], "９" * 50, "9" * 5_000, "长" * 30_000, "一" * 60)
PLACES, AREAS, TYPES = TOLD["places"], TOLD["areas"], TOLD["types"]
NAMES, FORMATS = (*TOLD["names"], "x" * 300), TOLD["formats"]
FILES = (*TOLD["files"], "月报" * 90 + ".xlsx")
SHEET = re.compile(r"xl/worksheets/\w+\.xml")


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {part.filename: package.read(part) for part in package.infolist()}


def repacked(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name or "_", content)
    return stream.getvalue()


def _mutated(
    rng: Random, text: bytes, pattern: bytes, new: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    """Change one to five of the places that `pattern` finds."""
    found = list(re.finditer(pattern, text))
    for place in sorted(
        rng.sample(found, min(len(found), rng.randint(1, 5))), key=_start, reverse=True
    ):
        text = text[: place.start()] + new(place) + text[place.end() :]
    return text


def _start(place: re.Match[bytes]) -> int:
    return place.start()


def _sheet(rng: Random, parts: Parts) -> str:
    return rng.choice([name for name in parts if SHEET.fullmatch(name)] or list(parts))


def flip(rng: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8, 40)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def part_flipped(rng: Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    parts[name] = flip(rng, parts[name])


def part_cut(rng: Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    parts[name] = parts[name][: rng.randrange(len(parts[name]) + 1)]


def part_dropped(rng: Random, parts: Parts) -> None:
    parts.pop(rng.choice(list(parts)))


def part_renamed(rng: Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    parts[rng.choice((name.upper(), f"/{name}", name.replace("/", "\\"), f"../{name}"))] = (
        parts.pop(name)
    )


def parts_swapped(rng: Random, parts: Parts) -> None:
    one, other = rng.choice(list(parts)), rng.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def number(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng, parts[name], rb"<v>[^<]*</v>", lambda _: f"<v>{rng.choice(NUMBERS)}</v>".encode()
    )


def word(rng: Random, parts: Parts) -> None:
    name = "xl/sharedStrings.xml"
    if name in parts:
        parts[name] = _mutated(
            rng,
            parts[name],
            rb"<t[^>]*>[^<]*</t>",
            lambda _: f"<t>{rng.choice(WORDS)}</t>".encode(),
        )


def word_within(rng: Random, parts: Parts) -> None:
    """Put words into cells that held numbers."""
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng,
        parts[name],
        rb'<c (r="[A-Z]+\d+")[^>]*>.*?</c>',
        lambda m: (
            b"<c " + m[1] + f' t="inlineStr"><is><t>{rng.choice(WORDS)}</t></is></c>'.encode()
        ),
    )


def kind(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng,
        parts[name],
        rb'(<c r="[A-Z]+\d+")[^>]*>',
        lambda m: m[1] + f' t="{rng.choice(TYPES)}" s="{rng.choice((0, 1, 999))}">'.encode(),
    )


def place(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng, parts[name], rb'<c r="[A-Z]+\d+"', lambda _: f'<c r="{rng.choice(PLACES)}"'.encode()
    )


def row(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    number = rng.choice((b"0", b"-1", b"99999999", b"1048576", b"", b"x", b"3"))
    hidden = rng.choice((b"", b' hidden="1"'))
    parts[name] = _mutated(
        rng, parts[name], rb'<row r="\d+"', lambda _: b'<row r="' + number + b'"' + hidden
    )


def formula(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng,
        parts[name],
        rb"<v>[^<]*</v>",
        lambda m: rng.choice((b"<f>1/0</f>", b"<f>A1</f><v></v>", b"<f/>", b"<f>(((</f>" + m[0])),
    )


def merged(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    areas = "".join(f'<mergeCell ref="{rng.choice(AREAS)}"/>' for _ in range(rng.randint(1, 6)))
    parts[name] = parts[name].replace(
        b"</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>".encode()
    )


def titled(rng: Random, parts: Parts) -> None:
    name = "xl/workbook.xml"
    if name in parts:
        parts[name] = _mutated(
            rng,
            parts[name],
            rb'<sheet ([^>]*?)name="[^"]*"',
            lambda m: b"<sheet " + m[1] + f'name="{rng.choice(NAMES)}"'.encode(),
        )


def shown(rng: Random, parts: Parts) -> None:
    name = "xl/workbook.xml"
    if name in parts:
        state = rng.choice((b"hidden", b"veryHidden", b"visible", b"?"))
        parts[name] = (
            re.sub(rb'state="\w+"', b"", parts[name]) if rng.random() < 0.5 else parts[name]
        )
        parts[name] = parts[name].replace(b"<sheet ", b'<sheet state="' + state + b'" ', 1)


def formats(rng: Random, parts: Parts) -> None:
    name = "xl/styles.xml"
    if name in parts:
        code = rng.choice(FORMATS).replace('"', "&quot;").encode()
        told = (
            b'<numFmts count="1"><numFmt numFmtId="0" formatCode="' + code + b'"/></numFmts><fonts'
        )
        parts[name] = parts[name].replace(b"<fonts", told, 1)


def epoch(_rng: Random, parts: Parts) -> None:
    name = "xl/workbook.xml"
    if name in parts:
        parts[name] = parts[name].replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)


def types(rng: Random, parts: Parts) -> None:
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        if name in parts and rng.random() < 0.6:
            parts[name] = _mutated(
                rng,
                parts[name],
                rb'(?:Target|ContentType|Type|Id)="[^"]*"',
                lambda m: (
                    m[0].split(b"=")[0] + rng.choice((b'=""', b'="../x"', b'="http://127.0.0.1/x"'))
                ),
            )


def bomb(rng: Random, parts: Parts) -> None:
    parts["xl/bomb.xml"] = b"<a>" + b" " * rng.choice((10, 900_000, 3_000_000)) + b"</a>"


def doctype(rng: Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    parts[name] = b'<!DOCTYPE a [<!ENTITY x "y">]>' + parts[name]


def doubled(rng: Random, parts: Parts) -> None:
    """Repeat rows: totals, headings and names stand there twice."""
    name = _sheet(rng, parts)
    parts[name] = _mutated(
        rng, parts[name], rb"<row .*?</row>", lambda m: m[0] * rng.choice((2, 3, 40))
    )


def rows_dropped(rng: Random, parts: Parts) -> None:
    name = _sheet(rng, parts)
    parts[name] = _mutated(rng, parts[name], rb"<row .*?</row>", lambda _: b"")


WAYS: tuple[Callable[[Random, Parts], None], ...] = (
    part_flipped,
    part_flipped,
    part_cut,
    part_dropped,
    part_renamed,
    parts_swapped,
    number,
    number,
    word,
    word,
    word_within,
    word_within,
    kind,
    place,
    row,
    formula,
    merged,
    titled,
    shown,
    formats,
    epoch,
    types,
    bomb,
    doctype,
    doubled,
    rows_dropped,
)


def mutated(content: bytes, name: str, seed: int) -> tuple[str, bytes, str]:
    """Return a file's name, its content gone wrong, and the ways in which it did."""
    rng = Random(seed)
    told = []
    if name.endswith(".csv"):
        content, way = _text(rng, content)
        told.append(way)
    else:
        parts = unpacked(content)
        for change in rng.choices(WAYS, k=rng.randint(1, 3)):
            if parts:
                change(rng, parts)
                told.append(change.__name__)
        content = repacked(parts)
    if rng.random() < 0.12:
        content, told = flip(rng, content), [*told, "bytes flipped"]
    if rng.random() < 0.06:
        content, told = content[: rng.randrange(len(content) + 1)], [*told, "cut"]
    if rng.random() < 0.05:
        name = rng.choice(FILES)
    return name, content, f"seed {seed}: {', '.join(told)}"


def _text(rng: Random, content: bytes) -> tuple[bytes, str]:
    """Change the cells of a .csv, its separators and its encoding."""
    try:
        whole = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        whole = content.decode("gb18030")
    lines = [line.split(",") for line in whole.splitlines()]
    for _ in range(rng.randint(0, 6)):
        line = rng.choice(lines)
        line[rng.randrange(len(line))] = rng.choice((*WORDS, *NUMBERS, '"', '"a', "a\r\nb", "\0"))
    text = rng.choice((",", ",", ";", "\t", "|")).join(
        rng.choice(("\r\n", "\n", "\r")).join([",".join(line) for line in lines]).split(",")
    )
    encoding = rng.choice(
        ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5", "shift_jis")
    )
    return text.encode(encoding, errors="ignore"), f"text in {encoding}"
