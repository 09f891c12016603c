"""Write the example district's workbooks: python examples/make_hecheng_2024.py [folder]."""

import random
import sys
from pathlib import Path

from hecheng import bureau, chains, ledger, money, months, projects, reports

SEED = 431202
HOME = Path(__file__).parent / "hecheng-2024"


def main(folder: Path = HOME) -> None:
    rows = projects.make(random.Random(SEED))
    years = months.live(random.Random(SEED + 1), rows)
    counting = random.Random(SEED + 4)
    entered = bureau.enter(counting, rows)
    ledger.write(random.Random(SEED + 2), rows, folder)
    reports.write(random.Random(SEED + 3), rows, years, folder)
    bureau.write(counting, rows, years, entered, folder)
    chains.write(random.Random(SEED + 5), folder)
    money.write(random.Random(SEED + 6), rows, folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
