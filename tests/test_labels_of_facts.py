"""Whatever kind of fact a check finds changed, its row is named in the office's words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.check import RecordFault, _in_words, _kind_in_words, check
from bihuan.audit.recorded import recorded_models

from .cells import every
from .installations import begin_record

SAMPLES: dict[type[models.Field[Any, Any]], Any] = {
    models.DateTimeField: datetime(2024, 4, 2, 3, tzinfo=UTC),
    models.DateField: date(2024, 3, 5),
    models.JSONField: [],
    models.BooleanField: True,
    models.CharField: "甲",
    models.TextField: "甲",
    models.IntegerField: 7,
    models.BinaryField: b"",
    models.FileField: "甲.jpg",
}
OF_OTHER_PACKAGES = {"mfa.Authenticator": {"type": "totp", "data": {}}}


def made_up(model: type[models.Model], depth: int = 0) -> models.Model:
    """Return a row of a kind, with every value that it may have; it is not saved."""
    row = model()
    for each in model._meta.concrete_fields:
        if isinstance(each, models.ForeignKey):
            if depth < 6 and each.related_model is not model:
                setattr(row, each.attname, 4711)
                row._state.fields_cache[each.name] = made_up(each.related_model, depth + 1)
        elif each.choices:
            setattr(row, each.name, next(iter(dict(each.flatchoices))))
        else:
            kind = next((kind for kind in SAMPLES if isinstance(each, kind)), None)
            if kind and not each.primary_key:
                setattr(row, each.name, SAMPLES[kind])
    row.pk = 4711
    for name, value in OF_OTHER_PACKAGES.get(model._meta.label, {}).items():
        setattr(row, name, value)
    return row


def raw_choices(model: type[models.Model]) -> set[str]:
    """Return the values of choices that are not said as they are stored."""
    return {
        str(value)
        for each in model._meta.concrete_fields
        for value, label in each.flatchoices
        if str(value) != str(label)
    }


@every("model", recorded_models())
def test_a_row_of_every_kind_is_named_in_words(model):
    words = _in_words(made_up(model))
    assert words.strip()
    assert " object (" not in words
    assert "4711" not in words, words
    assert not set(re.findall(r"[a-z_]{4,}", words)) & raw_choices(model), words
    assert not re.search(r"relationship|关系", _kind_in_words(model))


@pytest.mark.django_db
def test_a_right_given_outside_the_actions_bears_the_names_of_user_and_group():
    user, group = make_user(), Group.objects.create(name="审核组")
    begin_record()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user_groups (user_id, group_id) VALUES (%s, %s)",
            [user.pk, group.pk],
        )
    (found,) = check().found
    assert found.trouble == RecordFault.ADDED
    assert f"{user} – 审核组" in str(found)
    assert str(found).startswith("用户 – ")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user_groups")
