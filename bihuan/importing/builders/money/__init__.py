"""Builds what tables of money state: the difference to the ladder, as new entries."""
