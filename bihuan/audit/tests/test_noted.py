"""Heads that are written down beside the database."""

from datetime import UTC, datetime

import pytest

from bihuan.audit.countersigning import countersigned_heads, damaged_files
from bihuan.audit.log import ClockActor, EventDraft, record_many
from bihuan.audit.noted import note_head, noted_heads, read_noted
from bihuan.kit.writing import one_writer

AT = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
NO_HEADS = [
    f"\n{line}\n"
    for line in (
        "[" * 5_000,
        '{"number": 1, "hash": ""}',
        '{"number": 1, "hash": "", "signature": "00"}',
        '{"number": 1, "hash": "%s"}' % ("0" * 64),
    )
]
"""Lines that somebody might write: too deep, fitting every event, signed by nobody."""


@pytest.mark.django_db
def test_a_head_is_noted_once_however_much_damage_stands_behind_it(settings, tmp_path):
    settings.HOME = tmp_path
    with one_writer():
        record_many([EventDraft("thing.done", "audit.test", "1")], by=ClockActor(), at=AT)
    noted = note_head(AT)
    for damage in ("", "garbage\n", "x" * 10_000, "\n" * 10_000, *NO_HEADS):
        with (settings.RECORD_FOLDER / "heads.jsonl").open("a", encoding="utf-8") as file:
            file.write(damage)
        assert note_head(AT) == noted
    assert noted_heads() == (noted,)
    assert len(read_noted().damaged) == 2 + len(NO_HEADS)


def test_a_folder_in_place_of_a_neighbour_s_word_is_named(settings):
    (settings.RECORD_FOLDER / "countersigned" / "1.json").mkdir(parents=True)
    assert list(countersigned_heads()) == []
    assert damaged_files() == ["1.json"]
