"""Every check that reads code instead of running it. Goes on after a failure, to show them all.

The types take longer than all others: these are checked beside them.
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
BIOME = ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"


def main() -> None:
    templates = [str(path) for path in ROOT.glob("bihuan/**/templates/**/*.html")]
    checks: dict[str, list[str | Path]] = {
        "types": [BIN / "mypy", "--no-error-summary", "bihuan", "tools", "tests", "bench"],
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "imports": [BIN / "lint-imports"],
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        "templates": [BIN / "djade", "--check", "--target-version", "5.2", *templates],
        "styles and scripts": [_node(), BIOME, "ci", "--colors=off", "."],
        "translations": [sys.executable, "tools/messages.py", "--check"],
    }
    with ThreadPoolExecutor(2) as at_once:
        passed = dict(zip(checks, at_once.map(_passes, checks, checks.values()), strict=True))
    failed = [name for name in checks if not passed[name]]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")
    print("All checks passed.")


def _node() -> str | Path:
    """Return the machine's Node, or the one that set-up brought."""
    return shutil.which("node") or BIN / "node"


def _passes(name: str, command: list[str | Path]) -> bool:
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        print(f"· {name}: FAILED\n{done.stdout}{done.stderr}", flush=True)
    else:
        print(f"· {name}: passed", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
