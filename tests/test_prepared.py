"""Queries that are put into SQL once find what the ORM's own would find."""

import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, F
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.models import User
from bihuan.kit.prepared import Among, Numbers, Prepared

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_prepared_query_finds_objects_with_what_they_refer_to():
    asked = Prepared(
        lambda codename: Permission.objects.filter(codename=codename).select_related(
            "content_type"
        ),
        codename=CharField(),
    )
    for codename in ("add_group", "change_group", "add_group"):
        with CaptureQueriesContext(connection) as queries:
            (found,) = asked(codename=codename)
            label = found.content_type.app_label
        assert len(queries) == 1
        assert found == Permission.objects.get(codename=codename)
        assert (label, found._state.adding, found._state.db) == ("auth", False, "default")
    assert asked.first(codename="no such") is None


def test_values_come_as_the_fields_give_them():
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    for number in range(3):
        User.objects.create(username=f"某{number}", date_joined=at)
    asked = Prepared(
        lambda since, number: (
            User.objects.filter(date_joined__gte=since, pk__gt=number)
            .order_by("-pk")
            .values_list("username", "date_joined", F("pk") + number)[:2]
        ),
        since=DateTimeField(),
        number=BigIntegerField(),
    )
    newest = User.objects.order_by("-pk")[:2]
    assert asked(since=at, number=0) == [(u.username, u.date_joined, u.pk) for u in newest]
    assert asked(since=at, number=newest[1].pk) == [
        (newest[0].username, at, newest[0].pk + newest[1].pk)
    ]
    assert asked(since=datetime(2027, 1, 1, tzinfo=UTC), number=0) == []


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_first_at_the_same_time_get_the_same_statement():
    number = User.objects.create(username="某").pk
    for _turn in range(20):
        asked = Prepared(
            lambda pk: User.objects.filter(pk=pk).select_related("organisation"),
            pk=BigIntegerField(),
        )
        together, found = threading.Barrier(4), []

        def ask(asked=asked, together=together, found=found):
            together.wait(60)
            found.append(asked(pk=number)[0].pk)
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        assert found == [number] * 4


def test_many_numbers_are_one_value_and_the_statement_stays_the_same():
    numbers = [User.objects.create(username=f"某{number}").pk for number in range(5)]
    asked = Prepared(
        lambda users, least: User.objects.filter(Among("pk", users), pk__gt=least),
        users=Numbers(),
        least=BigIntegerField(),
    )
    for some in ([], numbers[:1], numbers[1:4], [*numbers, numbers[0], 10**12]):
        found = {user.pk for user in asked(users=some, least=0)}
        assert found == set(some) & set(numbers)
        assert found == {user.pk for user in User.objects.filter(Among("pk", some))}
    assert [user.pk for user in asked(users=set(numbers), least=numbers[3])] == numbers[4:]


def test_a_text_is_a_value_and_never_part_of_the_statement():
    asked = Prepared(lambda name: Group.objects.filter(name=name), name=CharField())
    Group.objects.create(name="a' OR '1'='1")
    assert [g.name for g in asked(name="a' OR '1'='1")] == ["a' OR '1'='1"]
    assert asked(name="b' OR '1'='1") == []
