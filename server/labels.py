"""Ticket labels: the service's prefix and the number, as people read and hear them."""

WIDTH = 3
"""Digits of a label: A042.  A service that passes 999 in a day goes on with A1000."""


def label(prefix: str, number: int, width: int = WIDTH) -> str:
    """``label("A", 42)`` is ``"A042"``."""
    return f"{prefix}{number:0{width}d}"
