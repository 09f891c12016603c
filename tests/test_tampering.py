"""Whoever changes facts, files or events behind the actions is found out, twice over.

By `audit-check`, and by the verifier, which shares no code with the product and is given an export
and a head that was noted before.
"""

import ast
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.accepting import accept
from bihuan.audit.baseline import Before, look_before_upgrade, seal
from bihuan.audit.check import RecordFault, check
from bihuan.audit.countersigning import (
    countersign,
    countersigned_heads,
    heads_in,
    keep_countersigned,
)
from bihuan.audit.exchange import export_head, export_record
from bihuan.audit.heads import RecordHead, newest_head
from bihuan.audit.log import ClockActor, own_hash, record
from bihuan.audit.models import Event
from bihuan.audit.noted import note_head, noted_heads
from bihuan.audit.recorded import recorded_models, shape_of
from bihuan.kit.errors import Refusal
from bihuan.kit.writing import action
from bihuan.matters.tests.factories import assign_one

from .tampering import (
    AT,
    VERIFIER,
    build_house,
    found_by_both,
    one_file,
    set_first,
    sql,
    verifier,
)
from .unchecked import without_checks

pytestmark = pytest.mark.in_turns


@pytest.fixture
def house(db, settings, tmp_path):
    return build_house(settings, tmp_path)


ROWS = {
    "an amount": set_first("progress_report", "completed_yuan = completed_yuan + 1"),
    "a report's state": set_first("progress_report", "state = 'accepted'"),
    "a plan's month": set_first("plans_planmonth", "cumulative_yuan = 0"),
    "a month gone": "DELETE FROM plans_planmonth WHERE id = (SELECT max(id) FROM plans_planmonth)",
    "a matter's state": set_first("matters_matter", "state = 'answered'"),
    "a deadline": set_first("matters_matter", "due_on = '2030-01-01'"),
    "a note": set_first("matters_move", "note = '另有说法'"),
    "a role": "UPDATE accounts_user SET role = 'office' WHERE role = 'viewer'",
    "a password": set_first("accounts_user", "password = 'x'"),
    "a district's rule": set_first("projects_district", "rounding = 'truncate'"),
    "a choice of rules": "INSERT INTO projects_presetchoice (rules, preset, since, at)"
    " VALUES ('lights', 'sanya', '0001-01-01', '2024-01-01 00:00:00')",
    "an organisation more": "INSERT INTO accounts_organisation (name, pinyin, credit_code,"
    " created_at) VALUES ('影子公司', '', '', '2024-01-01 00:00:00')",
}


NONSENSE = {
    "no number": set_first("projects_project", "longitude = 'abc'"),
    "no moment": set_first("progress_report", "saved_at = '2024-13-45 99:99:99'"),
    "a moment where there was none": set_first("progress_report", "reviewed_at = 'zz'"),
    "no text": set_first("matters_move", "note = x'ff00fe'"),
    "bytes that are no text": set_first("matters_move", "note = CAST(x'ff00fe' AS TEXT)"),
    "a password that is no text": set_first("accounts_user", "password = CAST(x'ff00fe' AS TEXT)"),
    "no truth": set_first("projects_district", "invented = 7"),
    "a day with more": set_first("matters_matter", "due_on = due_on || ' '"),
    "no structure": set_first("audit_event", "note = '['"),
    "an event of no moment": set_first("audit_event", "at = 'zz'"),
    "digests that are none": set_first("audit_event", "facts = '['"),
    "digests too deep to be read": set_first("audit_event", f"facts = '{'[' * 5_000}'"),
}
"""What only SQLite lets somebody put into a column."""


def _cut_events(count):
    newest = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:count])
    Event.objects.filter(pk__in=newest).delete()


def _edit_and_chain_again():
    by, previous = "somebody else", "0" * 64
    for number, said in list(shape_of(Event).rows()):
        forged = {**said, "by": by or said["by"], "previous_hash": previous}
        by, previous = "", own_hash(forged)
        forged = {name: forged[name] for name in ("by", "previous_hash")}
        Event.objects.filter(pk=number).update(**forged, hash=previous)


EVENTS = {
    "the newest events cut off": lambda: _cut_events(2),
    "all events cut off": lambda: Event.objects.all().delete(),
    "an event edited": lambda: Event.objects.filter(pk=Event.objects.first().pk).update(by="x"),
    "an event given digests that are none": lambda: Event.objects.filter(
        pk=Event.objects.filter(facts="").first().pk
    ).update(facts="{}"),
    "an event edited and all chained again": _edit_and_chain_again,
}


def test_an_untouched_house_is_as_recorded(house, tmp_path):
    assert found_by_both(tmp_path / "record.zip", [house]) == (0, 0)


def test_every_kind_of_tampering_is_found_by_the_check_and_by_the_verifier(house, tmp_path):
    path, noted = tmp_path / "record.zip", [house, newest_head()]
    missed = []
    statements = ROWS | (NONSENSE if connection.vendor == "sqlite" else {})
    tamperings = {name: (lambda each=each: sql(each)) for name, each in statements.items()} | EVENTS
    for name, tamper in tamperings.items():
        with transaction.atomic():
            with without_checks():
                tamper()
            ours, theirs = found_by_both(path, noted)
            if not ours or not theirs:
                missed.append((name, ours, theirs))
            transaction.set_rollback(True)
    assert not missed
    assert found_by_both(path, noted) == (0, 0)


def test_an_old_backup_put_back_is_found_by_a_head_noted_since(house, settings, tmp_path):
    noted = newest_head()
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL DEFERRED" if connection.vendor == "postgresql" else "SELECT 1")
        early = house.number
        Event.objects.filter(pk__gt=early).delete()
        troubles = {each.trouble for each in check(noted_heads()).found}
        assert RecordFault.LOST in troubles
        path = tmp_path / "old.zip"
        export_record(path, name="", at=AT)
        found, _counts = verifier().verify(
            str(path), [{"number": noted.number, "hash": noted.hash}], None
        )
        assert any("cut or replaced" in sentence for sentence in found)
        transaction.set_rollback(True)


def test_a_changed_or_removed_photo_is_named(house, settings, tmp_path):
    kept = one_file(settings)
    name, content = kept.relative_to(settings.MEDIA_ROOT).as_posix(), kept.read_bytes()
    kept.write_bytes(content[:-1] + b"?")
    assert [(d.trouble, d.key) for d in check().found] == [(RecordFault.CHANGED, name)]
    assert found_by_both(tmp_path / "a.zip", [house]) == (1, 1)
    kept.unlink()
    assert [(d.trouble, d.key) for d in check().found] == [(RecordFault.REMOVED, name)]
    assert found_by_both(tmp_path / "b.zip", [house]) == (1, 1)


@pytest.mark.parametrize("is_recorded", [False, True])
def test_files_that_many_rows_name_are_counted_once_by_both(house, tmp_path, is_recorded):
    known = check().files
    sql("UPDATE visits_visitphoto SET file = 'visits/gone.jpg'")
    if is_recorded:
        accept(check().found, reason="两张照片遗失", by=make_user(), at=AT)
    found_by_both(tmp_path / "export.zip", [])  # it compares what they count
    assert check().files == known + 1


def test_an_export_with_a_line_for_each_row_of_one_file_is_sound(house, tmp_path):
    newer, older = tmp_path / "newer.zip", tmp_path / "older.zip"
    export_record(newer, name="样例区", at=AT)
    with zipfile.ZipFile(newer) as given, zipfile.ZipFile(older, "x") as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "files.jsonl":
                content += content.splitlines(keepends=True)[0]
            if name == "manifest.json":
                told = json.loads(content)
                told["counts"]["files"] += 1
                content = json.dumps(told).encode()
            made.writestr(name, content)
    assert verifier().verify(str(older), [], None)[0] == []


def test_a_file_of_no_fact_is_told_apart_and_is_no_discrepancy(house, settings):
    (Path(settings.MEDIA_ROOT) / "stray.jpg").write_bytes(b"left behind")
    checked = check()
    assert (checked.strays, checked.found) == (1, [])


def test_what_was_changed_is_named_with_its_event(house):
    report = Event.objects.filter(verb__startswith="report.").last()
    sql("UPDATE progress_report SET completed_yuan = 7")
    found = check().found
    assert [(d.trouble, d.kind) for d in found] == [(RecordFault.CHANGED, "progress.report")]
    assert found[0].event == report.pk
    assert "2024-03" in found[0].label


def test_the_command_names_what_differs_and_ends_with_one(house, capsys):
    sql("UPDATE projects_district SET rounding = 'truncate'")
    with pytest.raises(Refusal):
        call_command("audit_check", "--json")
    told = json.loads(capsys.readouterr().out)
    assert [(each["trouble"], each["kind"]) for each in told["found"]] == [
        ("changed", "projects.district")
    ]


def test_somebody_may_answer_for_a_difference_and_it_stays_in_the_record(house):
    sql("UPDATE projects_district SET rounding = 'truncate'")
    with pytest.raises(Refusal):
        accept(check().found, reason=" ", by=ClockActor(), at=AT)
    accept(check().found, reason="恢复旧库后核对无误", by=ClockActor(), at=AT)
    assert check().found == []
    event = Event.objects.get(verb="record.accepted")
    assert event.note["reason"] == "恢复旧库后核对无误"
    assert "projects.district#1" in event.note["differed"]


def test_changed_events_cannot_be_answered_for(house):
    Event.objects.filter(pk=Event.objects.first().pk).update(by="x")
    with pytest.raises(Refusal):
        accept(check().found, reason="试试", by=ClockActor(), at=AT)


def test_an_upgrade_records_anew_what_it_changed_and_hides_nothing(house, monkeypatch):
    sql("UPDATE progress_report SET completed_yuan = 7")
    before = look_before_upgrade()
    assert before.begun
    assert {name.partition("#")[0] for name in before.differed} == {"progress.report"}
    sql("UPDATE projects_district SET name = '新名区'")  # what a migration might do
    monkeypatch.setattr(
        "bihuan.projects.models.District.recorded_names", {"name": "title"}, raising=False
    )
    shape_of.cache_clear()
    try:
        assert seal(before=before, by=ClockActor(), at=AT) == 1
        event = Event.objects.get(verb="record.resealed")
        assert list(event.note["was"]) == ["projects.district#1"]
        assert (
            event.note["was"]["projects.district#1"]
            != json.loads(event.facts)["projects.district#1"]
        )
        assert {d.kind for d in check().found} == {"progress.report"}
        assert seal(before=Before(), by=ClockActor(), at=AT) == 0
    finally:
        shape_of.cache_clear()


def test_a_renamed_column_or_table_leaves_the_digests_as_they_are(house):
    shape = shape_of(next(m for m in recorded_models() if shape_of(m).kind == "accounts.leader"))
    told = shape.written_down()
    renamed = {**told, "columns": [[n, f"{c}_of_old", f] for n, c, f in told["columns"]]}
    other = type(shape).plain(shape.kind, renamed)
    raw = list(range(len(shape.columns)))
    assert other.values(raw) == shape.values(raw)


def test_an_old_record_without_digests_begins_with_all_facts(house):
    Event.objects.all().delete()
    assert {d.trouble for d in check().found} >= {RecordFault.UNBEGUN, RecordFault.ADDED}
    assert seal(before=Before(), by=ClockActor(), at=AT) > 10
    assert check().found == []


def test_a_neighbour_signs_heads_that_continue_and_refuses_others(house, settings, tmp_path):
    ours, kept = settings.HOME, settings.RECORD_FOLDER
    first, second = tmp_path / "one.json", tmp_path / "two.zip"
    export_head(first, name="样例区", at=AT)
    assign_one()
    action(record)("tests.prepared", make_user(), by=ClockActor(), at=AT)
    export_record(second, name="样例区", at=AT)
    city = tmp_path / "city"
    settings.HOME, settings.RECORD_FOLDER = city, city / "record"
    signed = [countersign(path, by="某市", at=AT) for path in (first, second)]
    with pytest.raises(Refusal, match="它没有接续先前会签的"):
        countersign(first, by="某市", at=AT)  # it goes back
    settings.HOME, settings.RECORD_FOLDER = ours, kept
    head = keep_countersigned(signed[1])
    assert [h.number for h in countersigned_heads()] == [head.number]
    assert check([*countersigned_heads(), *heads_in(signed[0])]).found == []
    _cut_events(1)
    assert RecordFault.LOST in {d.trouble for d in check(countersigned_heads()).found}


def test_a_head_with_a_wrong_signature_is_refused(house, settings, tmp_path):
    path = tmp_path / "one.json"
    export_head(path, name="样例区", at=AT)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["head"]["number"] += 1
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Refusal):
        countersign(path, by="某市", at=AT)
    assert {d.trouble for d in check(heads_in(path)).found} == {RecordFault.FORGED}


def test_a_head_is_read_as_it_is_printed(house):
    assert check([RecordHead.parse(newest_head().printed)]).found == []
    for wrong in ("12", "x:9f2c", "5:9f2c", "", "5:zzzzzzzzzzzzzzzzzzzz"):
        with pytest.raises(Refusal):
            RecordHead.parse(wrong)


def test_the_verifier_runs_on_python_3_8_and_imports_nothing_of_ours():
    source = VERIFIER.read_text(encoding="utf-8")
    parsed = ast.parse(source, feature_version=(3, 8))
    imported = {a.name for n in ast.walk(parsed) if isinstance(n, ast.Import) for a in n.names}
    assert imported <= {"argparse", "hashlib", "json", "os", "sys", "zipfile"}
    assert not [n for n in ast.walk(parsed) if isinstance(n, ast.ImportFrom)]


def test_the_verifier_knows_signatures_that_others_made():
    """The first vector of RFC 8032, section 7.1."""
    signed = verifier().signed
    key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    seal = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert signed(key, seal, "")
    assert not signed(key, seal, "a")


def test_a_head_that_was_cut_in_the_writing_stops_nobody_and_is_named(
    house, settings, capsys, tmp_path
):
    path = settings.RECORD_FOLDER / "heads.jsonl"
    whole = path.read_text(encoding="utf-8")
    for damage in (whole[:-120], whole + "\x00" * 300, whole + "garbage\n", whole + "[1]\n"):
        path.write_text(damage, encoding="utf-8")
        assert note_head(AT) is not None
        assign_one()
        action(record)("tests.prepared", make_user(), by=ClockActor(), at=AT)
        assert note_head(AT).number == newest_head().number
        assert list(noted_heads())[-1].number == newest_head().number
        with pytest.raises(Refusal):
            call_command("audit_check", "--json")
        told = json.loads(capsys.readouterr().out)
        assert [each["trouble"] for each in told["found"]] == ["unreadable"]
        assert found_by_both(tmp_path / "record.zip", []) == (0, 1)
        call_command("audit_check", "--accept", "另有说明")  # a note keeps no fact back
        capsys.readouterr()


def test_a_damaged_word_of_a_neighbour_hides_nothing_else(house, settings, capsys):
    kept = settings.RECORD_FOLDER / "countersigned"
    kept.mkdir(parents=True)
    (kept / "1-abc.json").write_text("{", encoding="utf-8")
    sql("UPDATE projects_district SET rounding = 'truncate'")
    with pytest.raises(Refusal):
        call_command("audit_check", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {each["trouble"] for each in told["found"]} == {"unreadable", "changed"}
    assert told["heads"]["noted"] == len(list(noted_heads()))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL drops none that others need")
def test_a_table_that_is_gone_is_named_and_the_rest_is_read_on(house):
    with transaction.atomic():
        sql("DROP TABLE lights_waiver")
        sql("ALTER TABLE visits_finding RENAME COLUMN title TO heading")
        sql("UPDATE projects_district SET rounding = 'truncate'")
        kinds = {each.kind for each in check().found}
        assert {"lights.waiver", "visits.finding", "projects.district"} <= kinds
        transaction.set_rollback(True)
