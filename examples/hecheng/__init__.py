"""The example district: invented rows whose sums are the published figures of 2024."""
