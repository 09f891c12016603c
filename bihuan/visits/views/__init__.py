"""Pages of site visits."""
