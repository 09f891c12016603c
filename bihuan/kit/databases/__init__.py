"""Django's database engines, which also note the rows that each statement writes."""
