"""The product's settings with a data folder of the test run's own."""

import atexit
import os
import shutil
import tempfile

if "BIHUAN_TEST_HOME" not in os.environ:  # workers of one run share the first one's
    os.environ["BIHUAN_TEST_HOME"] = tempfile.mkdtemp(prefix="bihuan-tests-")
    atexit.register(shutil.rmtree, os.environ["BIHUAN_TEST_HOME"], ignore_errors=True)
os.environ["BIHUAN_HOME"] = os.environ["BIHUAN_TEST_HOME"]

from bihuan.site.settings import *

OPEN_API_DOCS = True  # the contract is read before anybody can sign in
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often
if str(DATABASES["default"]["ENGINE"]).endswith(".sqlite"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # pytest-django knows only Django's own
