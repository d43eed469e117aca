"""Shares of a count: rounded as people do, and how sure one may be of them.  Pure."""

from math import sqrt

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""
PLACES = 4


def rounded(numerator: int, denominator: int, places: int = PLACES) -> float:
    """*numerator* over *denominator*, half up (domain paper 5.2, rule e); neither is negative.

    :raises ZeroDivisionError: for a share of nothing, which has no value.
    """
    scale: int = 10**places
    return (2 * numerator * scale + denominator) // (2 * denominator) / scale


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """The ends of Wilson's 95 % interval, 0 to 1, for a share seen in *denominator* answers.

    It stays inside 0 and 1 and says something for 0 of n and n of n too, where the usual interval
    shrinks to a point (Wilson 1927).

    :raises ZeroDivisionError: of no answers nothing can be said.
    """
    p, z2 = numerator / denominator, Z * Z
    scale = 1 + z2 / denominator
    centre = (p + z2 / (2 * denominator)) / scale
    half = Z / scale * sqrt(p * (1 - p) / denominator + z2 / (4 * denominator**2))
    # At the ends the exact bound is 0 or 1; the floats may miss it by a hair.
    low = 0.0 if numerator == 0 else max(0.0, centre - half)
    high = 1.0 if numerator == denominator else min(1.0, centre + half)
    return low, high
