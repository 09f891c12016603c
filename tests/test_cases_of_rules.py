"""Every preset that judges has cases beside it as data, and says of each what it expects."""

import pytest
from django.test import Client

from bihuan.accounts.tests.factories import make_user
from bihuan.projects.kinds import Rules
from bihuan.site.district.choices import preset_files
from bihuan.site.district.examples import CASES, examples_of

EVERY = [(kind, name) for kind in Rules for name in preset_files()[kind]]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_each_preset_says_of_its_cases_what_they_expect(kind: Rules, name: str) -> None:
    cases, _by = CASES[kind]
    found = examples_of(kind, name)
    assert len(found) == len(cases().get(name, ())) > 0
    assert [each for each in found if not each.is_met] == []
    assert all(each.verdict for each in found)


@pytest.mark.django_db
def test_all_are_shown_on_one_page_under_the_rules_that_they_are_about() -> None:
    client = Client()
    client.force_login(make_user())
    html = client.get("/district/examples/").content.decode()
    for kind in Rules:
        assert f'id="{kind.value}"' in html
    for kind, name in EVERY:
        for each in examples_of(kind, name):
            assert each.situation in html
