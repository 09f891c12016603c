"""Imports and accounts from workbooks over HTTP: the same actions as the pages."""
