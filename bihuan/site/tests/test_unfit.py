"""What a data folder may begin in: nothing, or tables of our own; never another programme's."""

import pytest

from bihuan.audit.heads import RecordHead
from bihuan.kit.errors import Refusal
from bihuan.site import home

OURS = frozenset({"accounts_user", "audit_event", "projects_project", "plans_plan"})
FOREIGN = frozenset({"auth_user", "django_migrations", "blog_post"})
HEAD = RecordHead(7, "0" * 64)


def said(monkeypatch, tables, heads=()):
    """Return the sentence it is refused with; "" if it is not."""
    monkeypatch.setattr(home, "is_missing", lambda: False)
    monkeypatch.setattr(home, "_tables", lambda: frozenset(tables))
    monkeypatch.setattr(home, "noted_heads", lambda: heads)
    try:
        home.refuse_unfit()
    except Refusal as error:
        return str(error)
    return ""


@pytest.mark.parametrize("heads", [(), (HEAD,)])
def test_another_programmes_tables_are_refused_as_such(monkeypatch, heads):
    for tables in (FOREIGN, {"books"}, FOREIGN | {"accounts_user"}):
        assert "其他程序的数据库" in said(monkeypatch, tables, heads)


def test_none_are_a_beginning_unless_the_folder_knows_of_a_record(monkeypatch):
    assert said(monkeypatch, ()) == ""
    assert "数据库是空的" in said(monkeypatch, (), (HEAD,))


@pytest.mark.parametrize("heads", [(), (HEAD,)])
def test_ours_are_taken_and_one_that_is_gone_is_named(monkeypatch, heads):
    assert said(monkeypatch, OURS, heads) == ""
    assert said(monkeypatch, OURS | FOREIGN, heads) == ""
    for gone in home.OUR_TABLES:
        sentence = said(monkeypatch, OURS - {gone}, heads)
        assert gone in sentence
        assert "备份" in sentence


@pytest.mark.django_db
def test_the_tables_that_are_looked_at_are_those_there():
    assert home._tables() >= home.OUR_TABLES
    home.refuse_unfit()
