import pytest

from bihuan.assessment import presets

from .small_scheme import TEXT


@pytest.fixture
def small_scheme(monkeypatch, tmp_path):
    """The office's own scheme is the small one, and it is in force."""
    (tmp_path / "assessment.yaml").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(presets, "_own", lambda name: tmp_path / name)
    presets.scheme_presets.cache_clear()
    yield presets.scheme_presets()["default"].latest
    presets.scheme_presets.cache_clear()
