"""What this app tells those above it, within the transaction in which it happens."""

from django.dispatch import Signal

month_locked = Signal()
"""A month was locked: `month` (a Month), `by`, `at`. Who hears of it may refuse: that undoes it."""
