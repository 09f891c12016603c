"""Backups: made while others write, verified, put back, kept so many of."""
