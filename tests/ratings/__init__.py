"""Ratings from the glass to the office's file, both programs at once."""
