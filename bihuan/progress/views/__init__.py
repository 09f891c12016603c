"""The pages of the monthly round."""
