"""The one reading of a project's year: planned, expected, completed, and its places on lists.

It has no tables of its own. Lights, commanders, agendas, matters and pages read from here; figures
reckon the same in the database, and a test holds the two readings together.
"""
