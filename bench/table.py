"""Results as a table for people and as JSON for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, object]


def show(title: str, rows: Sequence[Row]) -> None:
    """Print *rows* as an aligned table, then as one line of JSON."""
    columns = list(rows[0]) if rows else []
    cells = [columns, *([_text(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
    print(f"\n{title}")
    for line in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    print(json.dumps({"title": title, "rows": rows}, ensure_ascii=False))


def quantile(values: Iterable[float], share: float) -> float:
    """The value that *share* of *values* do not exceed; NaN when there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 100 else _whole(value)


def _whole(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)
