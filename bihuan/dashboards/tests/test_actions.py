import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.dashboards import actions
from bihuan.dashboards.models import SavedView
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.line_workbooks import safe
from bihuan.lights.tests.factories import AFTER_GRACE


@pytest.mark.django_db
def test_a_view_needs_a_name():
    with pytest.raises(Refusal):
        actions.save_view(name="  ", query="", by=make_user(), at=AFTER_GRACE)


@pytest.mark.django_db
def test_a_reader_has_thirty_views_at_most():
    user = make_user()
    for number in range(actions.MOST_VIEWS):
        actions.save_view(name=str(number), query="", by=user, at=AFTER_GRACE)
    actions.save_view(name="0", query="q=1", by=user, at=AFTER_GRACE)
    with pytest.raises(Refusal):
        actions.save_view(name="31", query="", by=user, at=AFTER_GRACE)


@pytest.mark.django_db
def test_nobody_removes_anothers_view():
    view = actions.save_view(name="我的", query="", by=make_user(), at=AFTER_GRACE)
    with pytest.raises(Refusal):
        actions.remove_view(view=view, by=make_user(), at=AFTER_GRACE)
    assert SavedView.objects.exists()


@pytest.mark.django_db
def test_who_has_left_saves_nothing():
    user = make_user()
    user.is_active = False
    with pytest.raises(NotAllowed):
        actions.save_view(name="我的", query="", by=user, at=AFTER_GRACE)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_disarmed(text):
    assert safe(text) == f"'{text}"


def test_plain_text_stays_as_it_is():
    assert safe("怀化1=2") == "怀化1=2"
