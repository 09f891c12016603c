"""A small recorded office, ways to tamper with it, and both that find it out."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from bihuan.accounts.actions import edit_user
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.baseline import Before, seal
from bihuan.audit.check import check
from bihuan.audit.exchange import export_record
from bihuan.audit.log import ClockActor, record
from bihuan.audit.noted import note_head, noted_heads
from bihuan.kit.errors import Refusal
from bihuan.kit.writing import action
from bihuan.matters.tests.factories import assign_one
from bihuan.progress.tests.factories import make_listed, make_reporter, report_march
from bihuan.projects.actions import set_district
from bihuan.visits.tests.factories import photo, visit_with

AT = datetime(2024, 4, 2, 3, tzinfo=UTC)
VERIFIER = Path(__file__).resolve().parents[1] / "verifier" / "bihuan_verify.py"


def build_house(settings, tmp_path):
    """A small office with something of every kind, all of it recorded, its head noted twice."""
    settings.HOME, settings.RECORD_FOLDER = tmp_path, tmp_path / "record"
    settings.MEDIA_ROOT = tmp_path / "media"
    office = make_user()
    set_district(by=office, at=AT, name="样例区")
    owner = make_organisation()
    report_march(make_listed(owner=owner), by=make_reporter(owner))
    visit_with(photo(1), photo(2))
    assign_one()
    seal(before=Before(), by=ClockActor(), at=AT)
    early = note_head(AT)
    edit_user(
        user=make_user(), role=Role.VIEWER, organisation=None, full_name="某某", by=office, at=AT
    )
    assign_one()
    note_head(AT)
    _seal_what_factories_made()
    return early


def _seal_what_factories_made():
    """Factories write some rows themselves: they are recorded as if an action had written them."""
    action(record)("tests.prepared", make_user(), by=ClockActor(), at=AT)
    note_head(AT)


def sql(statement, *given):
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def one_file(settings):
    return next(p for p in sorted(Path(settings.MEDIA_ROOT).rglob("*")) if p.is_file())


def set_first(table, change, where="id"):
    """Change the first row of a table."""
    return f"UPDATE {table} SET {change} WHERE {where} = (SELECT min({where}) FROM {table})"


def verifier():
    spec = importlib.util.spec_from_file_location("bihuan_verify", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found_by_both(path, heads):
    """Return how many things `audit-check` and the verifier find."""
    checked = check([*noted_heads(), *heads])
    path.unlink(missing_ok=True)
    try:
        export_record(path, name="样例区", at=AT)
    except Refusal:
        return len(checked.found), 1  # nothing is left to export, which says enough
    noted = [{"number": head.number, "hash": head.hash[:16]} for head in heads]
    found, counts = verifier().verify(str(path), noted, None)
    assert counts["files"] == checked.files
    return len(checked.found), len(found)
