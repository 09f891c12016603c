"""Papers about matters: their wording, their numbers, their register."""
