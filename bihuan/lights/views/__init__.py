"""The pages of the lights."""
