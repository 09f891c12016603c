"""Tables of money won and used as offices keep them, and what the city publishes of counties."""
