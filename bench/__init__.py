"""Measurements, as ratios and beside the machine's own limits.  ``make bench`` runs them all."""
