"""The supervision of public money over HTTP."""
