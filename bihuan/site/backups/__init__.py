"""Backups: made while others write, verified, put back, kept so many of."""

from .folder import last_attempt, newest_backup, trouble

__all__ = ["last_attempt", "newest_backup", "trouble"]
