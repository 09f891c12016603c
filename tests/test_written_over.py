"""What was changed behind the actions stays visible after an action has written over it."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.accepting import accept
from bihuan.audit.check import RecordFault, check
from bihuan.audit.heads import key_file
from bihuan.audit.log import ClockActor, record
from bihuan.audit.models import Event
from bihuan.audit.noted import note_head, noted_heads
from bihuan.audit.origins import check_origin, name_origin
from bihuan.audit.recorded import recorded_models, shape_of
from bihuan.kit.bulk import update_all
from bihuan.kit.errors import Refusal
from bihuan.kit.writing import action
from bihuan.projects.models import Project, Theme
from bihuan.projects.tests.factories import make_project
from bihuan.visits.models import VisitPhoto

from .cells import FULL, turn_of_engine
from .tampering import AT, build_house, found_by_both, one_file, sql
from .unchecked import without_checks

pytestmark = pytest.mark.in_turns

TEXTS = (models.CharField, models.TextField)


@pytest.fixture
def house(db, settings, tmp_path):
    return build_house(settings, tmp_path)


@action
def write(change):
    """Change facts as an action does, and record it."""
    change()
    record("tests.written", Project.objects.earliest("pk"), by=ClockActor(), at=AT)


def tampered_rows():
    """Yield each model that has a row, a row, and a column of text that a stranger can change."""
    for model in recorded_models():
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, TEXTS)
            and field.name in shape_of(model).names
            and not field.unique
            and not isinstance(field, models.FileField)
        ]
        row = model._base_manager.order_by("pk").first()
        if fields and row is not None:
            yield model, row, fields[0]


def _by_save(row, field):
    type(row)._base_manager.get(pk=row.pk).save(force_update=True)


def _by_update(row, field):
    rows = type(row)._base_manager.filter(**{f"{field.name}__isnull": False}, pk__gte=row.pk)
    rows.update(**{field.name: models.F(field.name)})


def _in_bulk(row, field):
    update_all(type(row), [field.name], [("y", row.pk)])


WAYS = [_by_save, _by_update, _in_bulk]
"""Each kind is written in one of them, on the other engine in another; in full in all."""


@pytest.mark.parametrize("way", WAYS)
def test_what_a_stranger_changed_is_named_after_an_action_wrote_the_row(house, tmp_path, way):
    kinds, missed = 0, []
    for place, (model, row, field) in enumerate(tampered_rows()):
        if not (FULL or (place + WAYS.index(way) + turn_of_engine()) % len(WAYS) == 0):
            continue
        with without_checks(), transaction.atomic():
            if tamper(model, row, field):
                kinds += 1
                write(lambda row=row, field=field: way(row, field))
                troubles = {(d.trouble, d.kind, d.key) for d in check().found}
                wanted = {(RecordFault.WRITTEN_OVER, shape_of(model).kind, str(row.pk))}
                _ours, theirs = found_by_both(tmp_path / "record.zip", [house])
                if troubles != wanted or theirs != 1:
                    missed.append((model, troubles, theirs))
            transaction.set_rollback(True)
    assert not missed
    assert kinds > 10 // (1 if FULL else len(WAYS))


def tamper(model, row, field):
    """Change a row behind the actions; return False if PostgreSQL's own rules forbid it."""
    quote = connection.ops.quote_name
    table, column, key = map(quote, (model._meta.db_table, field.column, model._meta.pk.column))
    try:
        with transaction.atomic():
            sql(f"UPDATE {table} SET {column} = 'x' WHERE {key} = %s", row.pk)
    except IntegrityError:
        return False
    return True


def test_writes_of_actions_alone_leave_nothing_to_be_named(house, tmp_path):
    theme = Theme(name="港产城")

    def change():
        theme.save()
        theme.name = "民生"
        theme.save()
        Project.objects.first().themes.add(theme)

    write(change)
    write(lambda: Project.objects.first().themes.add(theme, Theme.objects.create(name="另一个")))
    write(lambda: Project.objects.first().themes.clear())
    write(theme.delete)
    assert found_by_both(tmp_path / "record.zip", [house]) == (0, 0)


def test_a_row_that_was_removed_and_made_again_is_named(house, tmp_path):
    write(lambda: Theme.objects.create(name="港产城"))
    theme = Theme.objects.get()
    sql("DELETE FROM projects_theme")
    write(lambda: Theme.objects.create(pk=theme.pk, name="民生"))
    assert [(d.trouble, d.key) for d in check().found] == [
        (RecordFault.WRITTEN_OVER, str(theme.pk))
    ]
    assert "被删除" in str(check().found[0])
    assert found_by_both(tmp_path / "record.zip", [house]) == (1, 1)


def test_a_row_that_was_added_and_removed_by_an_action_is_named(house, tmp_path):
    sql("INSERT INTO projects_theme (name) VALUES ('x')")
    write(lambda: Theme.objects.all().delete())
    assert [d.trouble for d in check().found] == [RecordFault.WRITTEN_OVER]
    assert "被加入" in str(check().found[0])
    assert found_by_both(tmp_path / "record.zip", [house]) == (1, 1)


def test_a_link_that_was_there_is_not_recorded_anew_with_another(house):
    project, other = Project.objects.first(), make_project()
    first, second = Theme.objects.create(name="港产城"), Theme.objects.create(name="民生")
    write(lambda: project.themes.add(first))
    sql("UPDATE projects_project_themes SET theme_id = %s", second.pk)
    sql("UPDATE projects_project_themes SET project_id = %s", other.pk)
    write(lambda: other.themes.add(first))
    link = Project.themes.through
    assert [(d.trouble, d.kind) for d in check().found] == [
        (RecordFault.CHANGED, shape_of(link).kind)
    ]


def test_a_photo_that_was_swapped_is_named_after_its_row_was_written(house, settings, tmp_path):
    kept = one_file(settings)
    name, content = kept.relative_to(settings.MEDIA_ROOT).as_posix(), kept.read_bytes()
    photo = VisitPhoto.objects.get(file=name)
    for swap in (lambda: kept.write_bytes(content[:-1] + b"?"), kept.unlink):
        swap()
        write(photo.save)
        assert [(d.trouble, d.key) for d in check().found] == [(RecordFault.WRITTEN_OVER, name)]
    assert found_by_both(tmp_path / "record.zip", [house]) == (1, 1)


def test_somebody_may_answer_for_it_and_the_answer_stays(house, tmp_path):
    write(lambda: Theme.objects.create(name="港产城"))
    sql("UPDATE projects_theme SET name = 'x'")
    write(lambda: Theme.objects.update(name="民生"))
    found = check().found
    assert "被改动" in str(found[0])
    assert [d.event for d in found] == [Event.objects.order_by("-pk")[0].pk]
    accept(found, reason="核对无误", by=ClockActor(), at=AT)
    assert found_by_both(tmp_path / "record.zip", [house]) == (0, 0)
    assert Event.objects.get(verb="record.accepted").note["reason"] == "核对无误"


def test_a_head_that_a_key_of_no_record_signed_is_named(house, settings, tmp_path):
    name_origin(by=ClockActor(), at=AT)
    name_origin(by=ClockActor(), at=AT)
    assert Event.objects.filter(verb="record.signed_by").count() == 1
    note_head(AT)
    assert found_by_both(tmp_path / "record.zip", [house]) == (0, 0)
    key_file().unlink()
    write(lambda: make_user())
    strange = note_head(AT)
    assert {(d.trouble, d.key) for d in check(noted_heads()).found} == {
        (RecordFault.UNKNOWN_KEY, str(strange.number))
    }
    with pytest.raises(Refusal):
        call_command("audit_check")
    ours, theirs = found_by_both(tmp_path / "record.zip", [])
    assert ours == 1
    assert theirs == 2  # the export's own head is signed by it too
    for refused in (check_origin, lambda: call_command("audit_check")):
        with pytest.raises(Refusal):
            refused()
    name_origin(by=ClockActor(), at=AT)  # as `serve` does: it takes no new key
    assert check(noted_heads()).found != []
    name_origin(by=ClockActor(), at=AT, anew=True)
    check_origin()
    assert check(noted_heads()).found == []


def test_a_key_that_is_damaged_is_named_by_the_check(house, capsys):
    key_file().write_text("x")
    with pytest.raises(Refusal):
        call_command("audit_check", "--json")
    found = json.loads(capsys.readouterr().out)["found"]
    assert [(each["trouble"], each["key"]) for each in found] == [("unreadable", "key")]
