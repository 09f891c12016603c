"""What the screens show, joined from figures, lights and facts."""
