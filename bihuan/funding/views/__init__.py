"""Pages of money won and used."""
