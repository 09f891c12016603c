"""What the processes of the server share is read before they are forked."""

import pytest

from bihuan.kit.presets import PresetError
from bihuan.lights.presets import light_presets
from bihuan.matters.presets import policy_presets
from bihuan.site.warming import warm_up


@pytest.fixture
def own(settings, tmp_path):
    """A data folder of the office's own; its presets are forgotten afterwards."""
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    kept = (light_presets, policy_presets)
    for each in kept:
        each.cache_clear()
    yield tmp_path / "presets"
    for each in kept:
        each.cache_clear()


def test_presets_are_read_once_before_the_forks(own):
    warm_up()
    read = light_presets.cache_info().misses, policy_presets.cache_info().misses
    light_presets()
    policy_presets()
    assert (light_presets.cache_info().misses, policy_presets.cache_info().misses) == read == (1, 1)


def test_a_preset_with_a_fault_keeps_no_server_from_starting(own):
    (own / "lights.yaml").write_text("mine: {title: 1", encoding="utf-8")
    warm_up()
    with pytest.raises(PresetError):
        light_presets()
