"""Figures: pure functions over rows, then one file per format."""
