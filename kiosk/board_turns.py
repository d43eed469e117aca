"""What takes turns on the hall screen: languages, lines of news, notices. Pure.

Everything follows from the clock alone, so that nothing has to be remembered or started again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LANGUAGE_S = 10.0
PAGE_S = 8.0
WAITING_S = 15.0  # the list of who waits, between two rounds of notices
LIT_S = 0.5  # one flash a second: WCAG 2.2 allows three


@dataclass(frozen=True)
class Still:
    """A picture on this machine's disk, for so many seconds."""

    file: str
    seconds: float


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and when the next one's begins (monotonic seconds)."""

    index: int
    ends_at_s: float


def turn(now_s: float, each_s: float, count: int) -> Turn:
    """Turns of equal length, without end; with one or none, the turn is for ever."""
    if count < 2:
        return Turn(0, float("inf"))
    done = int(now_s // each_s)
    return Turn(done % count, (done + 1) * each_s)


def notice_turn(now_s: float, stills: Sequence[Still], between_s: float) -> tuple[str, float]:
    """The file to show, "" while it is nobody's turn, and until when.

    :param between_s: pause after a round of all
    """
    if not stills:
        return "", float("inf")
    round_s = between_s + sum(each.seconds for each in stills)
    at_s = now_s % round_s
    ends_at_s = now_s - at_s
    for file, seconds in (("", between_s), *((each.file, each.seconds) for each in stills)):
        ends_at_s += seconds
        if now_s < ends_at_s:
            return file, ends_at_s
    return stills[-1].file, ends_at_s + 0.001  # a rounding error beyond the end


def is_lit(now_s: float, since_s: float) -> bool:
    return int((now_s - since_s) / LIT_S) % 2 == 0


def lit_until(now_s: float, since_s: float) -> float:
    """When the light goes on or off the next time."""
    return since_s + (int((now_s - since_s) / LIT_S) + 1) * LIT_S


def pages(text: str, most: int) -> list[str]:
    """A line of news in pages of at most `most` letters: whole sentences, or else whole words."""
    found: list[str] = []
    for sentence in re.split(r"(?<=[.!?…;]) +", " ".join(text.split())):
        parts = _joined(sentence.split(), most)
        if found and parts and len(found[-1]) + 1 + len(parts[0]) <= most and len(parts) == 1:
            found[-1] += " " + parts[0]
        else:
            found += parts
    return found


def _joined(words: Sequence[str], most: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
