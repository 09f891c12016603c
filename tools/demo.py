"""The example district, served. Data that is there already is kept."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

BIHUAN = str(Path(sys.executable).parent / "bihuan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    port = parser.parse_args().port
    if json.loads(_bihuan("init", "--json"))["empty"]:
        print("· loading the example district", flush=True)
        _bihuan("load-example")
    os.execv(BIHUAN, [BIHUAN, "serve", "--port", port])


def _bihuan(*words: str) -> str:
    done = subprocess.run(
        [BIHUAN, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
