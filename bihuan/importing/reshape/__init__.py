"""Sheets that are no table of one row a project, made one: pairs of rows, tables turned, sentences."""
