"""What the record holds of a fact: its named values, in a form that anyone can digest again.

A shape says under which names the columns of a table are recorded. A digest rests on the names and
the values alone, so that a table or column may be called otherwise without a fact changing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Field, ForeignKey, Model

KEYS_AT_ONCE = 500
ROWS_AT_ONCE = 2_000
UNREADABLE = "unreadable: "


def unreadable(value: object) -> str:
    """Return what is recorded of a value that its column cannot hold: somebody put it there."""
    return f"{UNREADABLE}{value!r}"


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=unreadable
)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
Value = Any
"""As a database or its adapter holds it: the forms differ, what they say does not."""


def canonical(value: Value) -> str:
    """Return the one JSON text of a value: names in order, nothing between, no escapes."""
    return _encode(value)


def once_made(encoder: json.JSONEncoder, *, sort: bool = True) -> Callable[[Value], str]:
    """Return what encodes as `encoder` does, with nothing between and no escapes. `json` makes its
    encoder anew for every text; we write a hundred thousand.
    """
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # a Python without it in C
        return encoder.encode
    basic = json.encoder.encode_basestring
    chunks = make(None, encoder.default, basic, None, ":", ",", sort, False, True)  # noqa: FBT003  # it takes them by place
    return lambda value: (
        "".join(chunks(value, 0)) if isinstance(value, dict) else encoder.encode(value)
    )


_encode = once_made(_ENCODER)
_encode_in_order = once_made(_ENCODER, sort=False)


def _same(value: Value) -> Value:
    return value


def _truth(value: Value) -> Value:
    if value is None:
        return None
    return bool(value) if value in (0, 1) else unreadable(value)


def _day(value: Value) -> str | None:
    if value is None or DAY.fullmatch(said := str(value)):
        return None if value is None else said
    return unreadable(value)


@lru_cache(maxsize=4_096)
def _moment(value: Value) -> str | None:
    if value is None:
        return None
    try:
        if not isinstance(value, datetime) and not MOMENT.fullmatch(value):  # as SQLite writes it
            return unreadable(value)
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return unreadable(value)
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()


def _number(value: Value) -> str | None:
    if value is None:
        return None
    try:
        return format(Decimal(str(value)).normalize(), "f")
    except ArithmeticError:
        return unreadable(value)


def shallow_json(text: str | bytes) -> Any:
    """Return what a text of JSON says. Raises ValueError also if it is nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(text[:80]) from error


def _structure(value: Value) -> Value:
    if value is None:
        return None
    given = getattr(value, "obj", value)  # psycopg wraps what it is to adapt
    try:
        return shallow_json(given if isinstance(given, str) else canonical(given))
    except (TypeError, ValueError):
        return unreadable(value)


def _bytes(value: Value) -> str | None:
    if value is None or isinstance(value, bytes | memoryview | bytearray):
        return None if value is None else f"sha256:{hashlib.sha256(bytes(value)).hexdigest()}"
    return unreadable(value)


def _secret(value: Value) -> str | None:
    if value is None:
        return None
    return f"sha256:{hashlib.sha256(str(value).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


FORMS: dict[str, Callable[[Value], Value]] = {
    "same": _same,
    "truth": _truth,
    "day": _day,
    "moment": _moment,
    "number": _number,
    "structure": _structure,
    "bytes": _bytes,
    "secret": _secret,
    "text": _text,
    "file": _text,
}
STAND_FOR_OTHERS = frozenset({"structure", "bytes", "file"})
OF_FIELDS = {
    "BooleanField": "truth",
    "DateField": "day",
    "DateTimeField": "moment",
    "DecimalField": "number",
    "JSONField": "structure",
    "BinaryField": "bytes",
    "FileField": "file",
    "TimeField": "text",
    "UUIDField": "text",
}


@dataclass(frozen=True)
class FactColumn:
    """One value of a fact: the name it is recorded under, where it stands, and its form."""

    name: str
    column: str
    form: str


@dataclass(frozen=True)
class FactShape:
    """How the rows of one table are recorded. Columns stand in the order of their names.

    `refers_to` says of what each foreign key is the key: the label of a model by the value's name.
    """

    kind: str
    table: str
    key: str
    columns: tuple[FactColumn, ...]
    refers_to: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = field(init=False, compare=False, repr=False)
    files: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Names of the values that name files."""
    formed: tuple[tuple[int, Callable[[Value], Value]], ...] = field(
        init=False, compare=False, repr=False
    )
    """Places of the values that have another form than the database's."""
    is_flat: bool = field(init=False, compare=False, repr=False)
    """True if no value holds others."""
    is_plain: bool = field(init=False, compare=False, repr=False)
    """True if each value stands for itself: no structure, no content, no file."""

    def __post_init__(self) -> None:
        columns = self.columns
        formed = ((place, FORMS[column.form]) for place, column in enumerate(columns))
        told = {
            "names": tuple(column.name for column in columns),
            "files": tuple(column.name for column in columns if column.form == "file"),
            "formed": tuple((place, form) for place, form in formed if form is not _same),
            "is_flat": all(column.form != "structure" for column in columns),
            "is_plain": all(column.form not in STAND_FOR_OTHERS for column in columns),
        }
        for name, value in told.items():
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, model: type[Model]) -> FactShape:
        """Return the shape of a model as it is today.

        A model may say `recorded_as` (its kind), `recorded_names` (field to name), what is
        `not_recorded`, and which fields hold `recorded_secrets`: of those a digest is exported.
        """
        meta = model._meta
        names = getattr(model, "recorded_names", {})
        out = {meta.pk.name, *left_out(model)}
        recorded = {
            names.get(each.name, each.name): each
            for each in meta.local_concrete_fields
            if each.name not in out
        }
        columns = tuple(
            FactColumn(name, str(each.column), _form(each))
            for name, each in sorted(recorded.items())
        )
        refers_to = tuple(
            (each.related_model._meta.label_lower, name)
            for name, each in recorded.items()
            if isinstance(each, ForeignKey)
        )
        kind = getattr(model, "recorded_as", meta.label_lower)
        return cls(kind, meta.db_table, str(meta.pk.column), columns, refers_to)

    @classmethod
    def plain(cls, kind: str, told: dict[str, Any]) -> FactShape:
        """Return a shape that was written down with `written_down`."""
        columns = tuple(FactColumn(*column) for column in told["columns"])
        return cls(kind, told["table"], told["key"], columns)

    def written_down(self) -> dict[str, Any]:
        columns = [[c.name, c.column, c.form] for c in self.columns]
        return {"table": self.table, "key": self.key, "columns": columns}

    def values(self, raw: Sequence[Value]) -> dict[str, Value]:
        """Return the named values of a row whose columns stand in the order of `columns`."""
        formed = list(raw)
        for place, form in self.formed:
            formed[place] = form(formed[place])
        return dict(zip(self.names, formed, strict=True))

    def files_of(self, values: dict[str, Value]) -> list[str]:
        """Return the files that a row's named values name."""
        return [values[name] for name in self.files if values[name]]

    def digest(self, values: dict[str, Value]) -> str:
        """Return the digest of a row's named values, which stand in the order of their names."""
        text = _encode_in_order(values) if self.is_flat else canonical(values)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def statement(self) -> str:
        """The SQL that reads key and values of all rows, in no order."""
        quote = connection.ops.quote_name
        listed = as_they_stand(self.table, [column.column for column in self.columns])
        return f"SELECT {quote(self.key)}, {listed} FROM {quote(self.table)}"

    def rows(self, keys: Iterable[Any] | None = None) -> Iterator[tuple[Any, dict[str, Value]]]:
        """Yield key and named values of all rows, or of those with these keys that are there."""
        statement, key = self.statement, connection.ops.quote_name(self.key)
        asked: list[tuple[str, list[Any]]] = []
        if keys is None:
            asked.append((f"{statement} ORDER BY {key}", []))
        else:
            wanted = sorted(keys)
            for start in range(0, len(wanted), KEYS_AT_ONCE):
                part = wanted[start : start + KEYS_AT_ONCE]
                holders = ", ".join(["%s"] * len(part))
                asked.append((f"{statement} WHERE {key} IN ({holders})", part))
        for question, given in asked:
            for row in rows_of(question, given):
                yield row[0], self.values(row[1:])


def as_they_stand(table: str, columns: Iterable[str]) -> str:
    """Return the SQL of columns' values untouched: SQLite's adapter converts no expression."""
    quote, untouched = connection.ops.quote_name, "+" if connection.vendor == "sqlite" else ""
    return ", ".join(f"{untouched}{quote(table)}.{quote(column)}" for column in columns)


def rows_of(statement: str, given: Sequence[Any] = ()) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a statement, whatever was put into them: SQLite hands out bytes that are
    no text as what they are, instead of stopping.
    """
    connection.ensure_connection()
    raw: Any = connection.connection
    usual = getattr(raw, "text_factory", None)
    if usual is not None:
        raw.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        with connection.cursor() if given else connection.chunked_cursor() as cursor:
            cursor.execute(statement, given)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield from rows
    finally:
        if usual is not None:
            raw.text_factory = usual


def left_out(model: type[Model]) -> frozenset[str]:
    """Return the fields that are bookkeeping: what they hold is nobody's statement."""
    besides = settings.RECORDED_BESIDES.get(model._meta.label, ())
    return frozenset(getattr(model, "not_recorded", besides))


def digest(values: dict[str, Value]) -> str:
    """Return the SHA-256 of named values: of their JSON, names in order, nothing between."""
    return hashlib.sha256(canonical(values).encode("utf-8", "surrogatepass")).hexdigest()


def _form(field: Field[Any, Any]) -> str:
    if field.name in getattr(field.model, "recorded_secrets", ()):
        return "secret"
    kind = field.get_internal_type()
    return OF_FIELDS.get(kind, "same")
