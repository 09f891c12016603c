"""The product's settings with a data folder of the test run's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "BIHUAN_TEST_HOME" not in os.environ:  # workers of one run share the first one's
    os.environ["BIHUAN_TEST_HOME"] = tempfile.mkdtemp(prefix="bihuan-tests-")
    atexit.register(shutil.rmtree, os.environ["BIHUAN_TEST_HOME"], ignore_errors=True)
own = Path(os.environ["BIHUAN_TEST_HOME"], os.environ.get("PYTEST_XDIST_WORKER", ""))
own.mkdir(mode=0o700, exist_ok=True)  # of each worker: what a test leaves there is found at once
os.environ["BIHUAN_HOME"] = str(own)

from bihuan.site.settings import *

OPEN_API_DOCS = True  # the contract is read before anybody can sign in
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often
if str(DATABASES["default"]["ENGINE"]).endswith(".sqlite"):
    # A file, so that each thread of a live server has a connection of its own, as when served
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/test"}
    DATABASES["default"]["MAKES_FILE"] = True
    # Rows that nothing orders come in another order than they went in, as on PostgreSQL some day
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        " PRAGMA reverse_unordered_selects=ON;",
    }
CACHES["default"]["LOCATION"] = HOME / f"cache-{os.getpid()}"  # of each process that tests
# Statements of figures are compiled once for all runs of the same code, not by each process anew
STATEMENTS_FOLDER = Path(__file__).resolve().parents[1] / ".pytest_cache" / "statements"
STATEMENTS_FOLDER.parent.mkdir(exist_ok=True)
STATEMENTS_SECRET = "of the tests"
WHITENOISE_AUTOREFRESH = True  # each browser of a test would list all static files anew
