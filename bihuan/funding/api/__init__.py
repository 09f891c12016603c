"""Money won and used over HTTP."""
