"""Strangers' workbooks, read in a process of its own that knows nothing of Django or the database.

The other side, which starts that process and sets its limits, is `bihuan.kit.sheets`.
"""
