"""The first hour of an empty installation: what comes next, and how far it is."""
