"""Every check that reads code instead of running it. Goes on after a failure, to show them all."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
BIOME = ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"


def main() -> None:
    templates = [str(path) for path in ROOT.glob("bihuan/**/templates/**/*.html")]
    checks: dict[str, list[str | Path]] = {
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "types": [BIN / "mypy", "--no-error-summary", "bihuan", "tools", "tests", "bench"],
        "imports": [BIN / "lint-imports"],
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        "templates": [BIN / "djade", "--check", "--target-version", "5.2", *templates],
        "styles and scripts": [_node(), BIOME, "ci", "--colors=off", "."],
        "translations": [sys.executable, "tools/messages.py", "--check"],
    }
    failed = [name for name, command in checks.items() if not _passes(name, command)]
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
    print(f"· {name}: {'passed' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
