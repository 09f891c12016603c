"""What supervision says of projects that have public money. Pure."""
