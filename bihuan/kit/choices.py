"""`Choice`: a closed list of codes with translated labels, usable by models, forms, API and rules.

Re-exported so that `rules.py` files need no other word of Django. Colours live in CSS, by code.
"""

from django.db.models import TextChoices as Choice

__all__ = ["Choice"]
