"""A process that finds its statements in the data folder imports neither Ibis nor its compilers."""

from .made import command_line

ASKED = """
import sys
from django.test import Client
from bihuan.accounts.models import User
client = Client()
client.force_login(User.objects.filter(role="office").first())
pages = (
    "/", "/work/number/", "/projects/", "/command/", "/figures/", "/figures/of/completed.all/",
    "/figures/of/matters.closed/", "/figures/of/plan_completion.all/?month=3&tier=district",
)
for page in pages:
    assert client.get(page).status_code == 200, page
print("IMPORTED", sorted({"ibis", "sqlglot"}.intersection(sys.modules)))
"""


def imported(home):
    answer = command_line(home)("shell", "--no-imports", "-c", ASKED)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split("IMPORTED", 1)[1].strip()


def test_pages_are_served_from_kept_statements_without_ibis(office_home):
    home, _session = office_home
    assert imported(home) == "['ibis', 'sqlglot']"
    kept = sorted((home / "statements").rglob("*"))
    assert imported(home) == "[]"
    assert sorted((home / "statements").rglob("*")) == kept
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o700, 0o600}
