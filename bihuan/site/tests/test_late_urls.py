"""Pages are served, found and reversed without the API; asked for, it is there."""

import json
import sys

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.site.api_urls import _app_name, _namespace
from bihuan.site.late_urls import LateUrls
from tests.made import command_line

READS = """
import sys
from django.test import Client
from bihuan.accounts.models import User
from bihuan.site.warming import warm_up
warm_up()
client = Client()
client.force_login(User.objects.filter(role="office").first())
assert client.get("/projects/").status_code == 200
ours = (name.split(".") for name in sys.modules if name.startswith("bihuan."))
before = sorted(".".join(each) for each in ours if {"api", "schemas"}.intersection(each))
answers = [client.get(each).status_code for each in ("/api/district", "/api/nowhere")]
print("READ", before, answers)
"""


def test_a_process_that_serves_pages_imports_no_api(office_home):
    home, _session = office_home
    answer = command_line(home)("shell", "--no-imports", "-c", READS)
    assert answer.stdout.split("READ", 1)[1].strip() == "[] [200, 404]", answer.stderr


def test_it_stands_under_the_names_that_the_framework_gives():
    (late,) = (each for each in get_resolver().url_patterns if isinstance(each, LateUrls))
    assert (late.app_name, late.namespace) == (_app_name, _namespace)
    assert reverse("api-1:openapi-json") == "/api/openapi.json"
    assert resolve("/api/openapi.json").namespace == "api-1"
    assert reverse("dashboards:overview") == "/"


@pytest.mark.django_db
def test_the_contract_is_answered():
    answer = signed_in(make_user()).get("/api/openapi.json")
    assert len(json.loads(answer.content)["paths"]) > 100
    assert Client().get("/api/figures").status_code == 401
    assert "ninja" in sys.modules
