"""What hangs on the wall: projects on the map, milestones over the year."""
