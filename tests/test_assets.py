"""What set-up fetches and makes for the pages."""

import json

import pytest

from tools import assets

pytestmark = pytest.mark.once
LOCK = json.loads((assets.ROOT / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name: each for name, each in LOCK["packages"].items() if name}


@pytest.mark.parametrize("name", PACKAGES)
def test_each_package_is_pinned_by_its_content_and_by_no_place(name):
    assert PACKAGES[name]["integrity"].startswith("sha512-")
    assert "resolved" not in PACKAGES[name]


def test_versions_are_exact():
    wanted = json.loads((assets.ROOT / "package.json").read_text(encoding="utf-8"))
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(version[0].isdigit() for version in versions)


def test_fonts_hold_common_characters_and_those_of_our_own_texts():
    held = assets.characters()
    assert set("闭环鹤城坳亿元％·—“”ABCabc0123456789") <= set(held)
    assert len(held) == len(set(held))


def test_without_npm_it_says_so_in_one_sentence(monkeypatch):
    monkeypatch.setattr("tools.assets.shutil.which", lambda *_, **__: None)
    with pytest.raises(SystemExit, match="npm is missing") as stopped:
        assets._fetch()
    assert "\n" not in str(stopped.value)


def test_a_second_run_does_nothing(monkeypatch, tmp_path):
    made = tmp_path / "stamp"
    made.write_text(assets._state())
    monkeypatch.setattr(assets, "STAMP", made)
    monkeypatch.setattr(assets, "_is_complete", lambda: True)
    monkeypatch.setattr(assets, "_fetch", lambda: pytest.fail("fetched again"))
    assets.main()


def test_other_packages_are_fetched_anew(monkeypatch, tmp_path):
    made = tmp_path / "stamp"
    made.write_text("of yesterday")
    monkeypatch.setattr(assets, "STAMP", made)
    monkeypatch.setattr(assets, "_is_complete", lambda: True)

    class Fetched(Exception): ...

    def fetch():
        raise Fetched

    monkeypatch.setattr(assets, "_fetch", fetch)
    with pytest.raises(Fetched):
        assets.main()
