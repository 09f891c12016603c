"""Lock what developers and CI install: `make lock` writes requirements-dev.txt anew.

uv resolves for every Python the project allows; it comes into a folder of its own, gone afterwards.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAYS_NO_MORE_THAN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder) / "bin"
        subprocess.run([tools / "python", "-m", "pip", "install", "-q", "uv"], check=True)
        wanted = ["pyproject.toml", "--group", "dev", "--all-extras", "--upgrade"]
        kept = ["--universal", "--python-version", "3.11", "-o", "requirements-dev.txt"]
        done = subprocess.run(
            [tools / "uv", "pip", "compile", *wanted, *kept, *SAYS_NO_MORE_THAN], cwd=ROOT
        )
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
