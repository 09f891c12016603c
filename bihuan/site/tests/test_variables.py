"""Whatever the environment sets, the settings are read or the variable is named."""

import re
import runpy
from pathlib import Path

import pytest

from bihuan.kit.environment import WrongVariable

APPS = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"""["'](BIHUAN_[A-Z_]+[A-Z]|DATABASE_URL|ALLOWED_HOSTS)["']""")
READ = sorted(
    {name for file in APPS.rglob("*.py") for name in NAMED.findall(file.read_text("utf-8"))}
    - {"BIHUAN_HOME"}  # any path; the command line tells of one out of reach
)


@pytest.mark.parametrize("value", ["胡说", "http://[x", "-1e999"])
def test_nonsense_in_any_variable_is_read_or_told_by_its_name(monkeypatch, tmp_path, value):
    assert "BIHUAN_TILES" in READ
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    for name in READ:
        with monkeypatch.context() as set_to:
            set_to.setenv(name, value)
            try:
                runpy.run_path(str(APPS / "site" / "settings.py"), run_name="bihuan.site.read_anew")
            except WrongVariable as error:
                assert name in str(error)  # noqa: PT017  # most variables take any words
