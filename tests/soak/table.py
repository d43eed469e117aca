"""What a soak test prints: a table for people to read."""

from collections.abc import Mapping


def table(title: str, rows: Mapping[str, object]) -> str:
    """*rows* as lines under *title*, names to the left."""
    width = max(map(len, rows))
    lines = [f"  {name:<{width}}  {value}" for name, value in rows.items()]
    return "\n".join(["", title, *lines])


def counts(found: Mapping[str, int]) -> str:
    """``name 3, other 2``, most first."""
    return ", ".join(f"{name} {n:,}" for name, n in sorted(found.items(), key=lambda x: -x[1]))
