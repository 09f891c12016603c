"""Pages of commanders and hard bones."""
