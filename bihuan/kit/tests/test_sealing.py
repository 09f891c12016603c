"""Secrets at rest: sealed, opened, sealed anew, lost; and the files of their keys."""

import os
import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bihuan.kit import sealing
from bihuan.kit.errors import Refusal
from bihuan.kit.keyfiles import DamagedKeys, keys_in, keys_or_first, replace_keys
from bihuan.kit.sealing import SecretLost, is_current, is_lost, is_sealed, resealed, seal, unseal


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.HOME, settings.ENCRYPTION_KEYS = tmp_path, []


def test_what_is_sealed_opens_again_and_says_nothing_of_itself():
    for text in ("Secret-1", "机密", "x" * 5_000):
        sealed = seal(text)
        assert text not in sealed
        assert is_sealed(sealed)
        assert unseal(sealed) == text
        assert seal(text) != sealed


def test_sealing_twice_is_sealing_once_and_nothing_stays_nothing():
    sealed = seal("Secret-1")
    assert seal(sealed) == sealed
    assert seal("") == unseal("") == ""


def test_a_file_of_keys_that_holds_no_text_is_named(tmp_path):
    path = sealing.key_file()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff\xfe\x00key")
    with pytest.raises(DamagedKeys, match=str(path)):
        keys_in(path)
    with pytest.raises(Refusal):
        seal("Secret-1")
    assert sealing.state()


def test_clear_text_of_old_is_read_and_is_to_be_sealed():
    assert unseal("https://robot.example.cn/hook") == "https://robot.example.cn/hook"
    assert not is_current("Secret-1")
    assert not is_lost("Secret-1")


def test_a_changed_or_cut_text_does_not_open():
    sealed = seal("Secret-1")
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    with pytest.raises(SecretLost):
        unseal(changed)


def test_after_a_new_key_the_old_one_still_opens_until_it_is_dropped():
    before = seal("Secret-1")
    sealing.begin_rotation()
    assert unseal(before) == "Secret-1"
    assert not is_current(before)
    after = resealed(before)
    assert is_current(after)
    assert resealed(after) == after
    assert sealing.state() == ["密钥更换已开始但未完成：请运行 `bihuan rotate-keys`。"]
    assert sealing.end_rotation() == 1
    assert unseal(after) == "Secret-1"
    assert is_lost(before)
    assert sealing.state() == []


def test_a_lost_key_is_told_in_a_sentence_and_new_secrets_are_sealed_with_another():
    before = seal("Secret-1")
    sealing.key_file().unlink()
    with pytest.raises(SecretLost) as told:
        unseal(before)
    assert str(sealing.key_file()) in str(told.value)
    assert unseal(seal("Secret-2")) == "Secret-2"


def test_keys_may_come_from_the_environment(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old]
    before = seal("Secret-1")
    assert not sealing.key_file().exists()
    settings.ENCRYPTION_KEYS = [new, old]
    assert unseal(before) == "Secret-1"
    assert sealing.state() == []
    settings.ENCRYPTION_KEYS = ["no key"]
    with pytest.raises(Refusal):
        seal("Secret-1")
    assert "BIHUAN_ENCRYPTION_KEYS" in sealing.state()[0]


def test_a_file_of_keys_that_others_may_read_is_told():
    seal("Secret-1")
    sealing.key_file().chmod(0o640)
    assert "chmod 600" in sealing.state()[0]


def test_key_files_are_their_owners_alone(tmp_path):
    mask = os.umask(0)
    try:
        replace_keys(tmp_path / "keys" / "a.key", ["1", "2"])
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "a.key").stat().st_mode) == 0o600
    assert keys_in(tmp_path / "keys" / "a.key") == ["1", "2"]
    assert keys_in(tmp_path / "none") == []
    assert list((tmp_path / "keys").iterdir()) == [tmp_path / "keys" / "a.key"]


def test_of_many_who_make_the_first_key_at_once_all_hold_the_same(tmp_path):
    told: list[list[str]] = []
    start = threading.Barrier(8)

    def make(number: int, path: Path = tmp_path / "first.key") -> None:
        start.wait()
        told.append(keys_or_first(path, lambda: f"key-{number}"))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert len({tuple(keys) for keys in told}) == 1


def test_an_empty_file_of_keys_is_filled(tmp_path):
    (tmp_path / "a.key").touch()
    assert keys_or_first(tmp_path / "a.key", lambda: "1") == ["1"]
