"""What the tests need from the system: found, installed where we may, or named as missing."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from tools.postgres import binaries

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the thriftiest first


@dataclass(frozen=True)
class SystemPackage:
    """One Debian package, and what stays untested without it."""

    package: str
    found: bool
    without: str


def needs() -> list[SystemPackage]:
    return [
        SystemPackage(CHROMIUMS[0], bool(chromium()), "browser tests"),
        SystemPackage("fonts-noto-cjk", _has_chinese_font(), "Chinese in browser pictures"),
        SystemPackage("postgresql", binaries() is not None, "the suite on PostgreSQL"),
        SystemPackage(
            "gettext", bool(shutil.which("xgettext")), "the search for untranslated strings"
        ),
    ]


def chromium() -> str | None:
    """Return the path of a Chromium that the browser tests can drive."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def install_missing() -> list[SystemPackage]:
    """Install what is missing with apt where root or sudo lets us; return what still is."""
    missing = [need for need in needs() if not need.found]
    if not missing or (may := _as_root()) is None or not shutil.which("apt-get"):
        return missing
    packages = [need.package for need in missing]
    print(f"· installing from Debian: {', '.join(packages)}", flush=True)
    _apt([*may, "apt-get", "update", "-qq"])
    _apt([*may, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    return [need for need in needs() if not need.found]


def sentence(missing: Iterable[SystemPackage]) -> str:
    """Say what is missing and what was not tested for it."""
    named = [f"{need.package} ({need.without})" for need in missing]
    return f"Not installed, so not run: {', '.join(named)}."


def _has_chinese_font() -> bool:
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh"], capture_output=True, text=True
    )
    return bool(listed and listed.stdout.strip())


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _apt(command: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
