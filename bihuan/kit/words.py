"""Translation for rules and other files that know no other word of Django.

`_` marks a sentence and translates it when it is shown; `say` translates it now.
"""

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

__all__ = ["_", "say"]
