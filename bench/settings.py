"""The product's settings, with the rival beside it."""

from bihuan.site.settings import *
from bihuan.site.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "import_export"]
