"""Into a new year: unfinished projects go on, with their past filled in and a plan proposed."""
