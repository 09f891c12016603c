"""Sheets that are laid out otherwise than a row a project, made so."""
