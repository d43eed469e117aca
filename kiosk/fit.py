"""Make a text fit its box: the largest letters with which its lines fit, broken between words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Measure = Callable[[str, int], tuple[int, int]]  # (text, letter px) -> (width, line height) px


@dataclass(frozen=True)
class Fitted:
    """`lines` in letters of `px`; `is_cut`: even the smallest letters did not fit."""

    px: int
    lines: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True)
class Space:
    """A box of `width` × `height` px, for letters from `least_px` to `most_px`."""

    width: int
    height: int
    most_px: int
    least_px: int


def fit(text: str, space: Space, measure: Measure) -> Fitted:
    """The best fit; a cut text ends in an ellipsis."""
    if _is_fitting(text, space, measure, space.most_px):
        return _fitted(text, space, measure, space.most_px)
    fits_px, too_large_px = 0, space.most_px
    while too_large_px - max(fits_px, space.least_px - 1) > 1:
        px = (max(fits_px, space.least_px - 1) + too_large_px) // 2
        if _is_fitting(text, space, measure, px):
            fits_px = px
        else:
            too_large_px = px
    return _fitted(text, space, measure, fits_px) if fits_px else _cut(text, space, measure)


def _is_fitting(text: str, space: Space, measure: Measure, px: int) -> bool:
    lines = _greedy(text, space.width, _widths(measure, px))
    return lines is not None and len(lines) * measure(text, px)[1] <= space.height


def _fitted(text: str, space: Space, measure: Measure, px: int) -> Fitted:
    return Fitted(px, tuple(wrap(text, space.width, _widths(measure, px)) or ()))


def _cut(text: str, space: Space, measure: Measure) -> Fitted:
    px = space.least_px
    rows = max(1, space.height // max(1, measure(text, px)[1]))
    lines = wrap(text, space.width, _widths(measure, px))
    if lines is not None and len(lines) <= rows:
        return Fitted(px, tuple(lines))
    best, low, high = Fitted(px, (), is_cut=True), 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        lines = wrap(text[:middle].rstrip() + "…", space.width, _widths(measure, px))
        if lines is not None and len(lines) <= rows:
            best, low = Fitted(px, tuple(lines), is_cut=True), middle
        else:
            high = middle
    return best


def _widths(measure: Measure, px: int) -> Callable[[str], int]:
    return lambda part: measure(part, px)[0]


def wrap(text: str, width: int, measure_width: Callable[[str], int]) -> list[str] | None:
    """Lines no wider than `width`, evenly filled; None when a single word is too wide."""
    lines = _greedy(text, width, measure_width)
    if lines is None or len(lines) < 2:
        return lines
    # As few lines as possible, then as narrow as that allows: no word left alone on its line.
    low, high = width // 2, width
    while high - low > 2:
        middle = (low + high) // 2
        narrower = _greedy(text, middle, measure_width)
        if narrower is not None and len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def _greedy(text: str, width: int, measure_width: Callable[[str], int]) -> list[str] | None:
    lines: list[str] = []
    # A dash stays at the end of its line; str.split() would also split at no-break spaces.
    for join, word in _words(text):
        if measure_width(word) > width:
            return None
        longer = f"{lines[-1]}{join}{word}" if lines else ""
        if longer and measure_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Each word and what joins it to the one before. Khmer and other writings that have no spaces
    between words mark where a line may end with a space of no width."""
    for whole in text.replace(" – ", "\u00a0– ").split(" "):
        for number, part in enumerate(whole.split("\u200b")):
            yield "" if number else " ", part
