"""Assessment over HTTP: scores and schemes, and what follows from scores."""
