"""What the bureau counts and the chains put out, over HTTP: the same actions as the pages."""
