"""Translation for rules and other files that know no other word of Django.

`_` marks a sentence and translates it when it is shown; `gettext` translates it now.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

__all__ = ["_", "gettext"]
