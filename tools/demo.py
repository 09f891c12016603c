"""The example district, served. Data that is there already is kept; a load that was cut off goes
on where it stopped.
"""

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
    found = json.loads(_bihuan("init", "--json"))
    if found["empty"] or found["cut_off"]:
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
