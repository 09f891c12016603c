"""The one reading of a project's year: planned, expected, completed, and its places on lists.

It has no tables of its own. Lights, commanders, agendas, matters and pages read from `reading.py`;
figures from `relation.py`, which says the same to a database; a test holds the two together.
"""
