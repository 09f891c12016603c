"""What was used in one process is used in all."""

import os

from bihuan.site.shared_cache import SharedCache


def test_of_processes_at_once_one_alone_adds_a_key(tmp_path):
    added = []
    for _child in range(4):
        reading, writing = os.pipe()
        if os.fork() == 0:
            cache = SharedCache(str(tmp_path / "cache"), {})
            os.write(writing, str([cache.add(n, "y", 60) for n in range(25)].count(True)).encode())
            os._exit(0)
        os.close(writing)
        added.append(reading)
    counts = []
    for reading in added:
        with os.fdopen(reading) as told:
            counts.append(int(told.read()))
        os.wait()
    assert sum(counts) == 25
