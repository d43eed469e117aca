"""What a zone of the hall must not say, and which files are notices."""

import re
from collections.abc import Sequence
from typing import Final

from server.plan import Zone
from server.slip_check import check_language, check_text

VOICES: Final = ("none", "server", "screens", "both")
LINH: Final = ("linh", "lẻ")
MOST_LANGUAGES: Final = 4
MOST_NOTICES: Final = 50
LONGEST_TICKER: Final = 500
LONGEST_FILE: Final = 100

KINDS: Final = {
    **dict.fromkeys(("png", "jpg", "jpeg", "webp"), "still"),
    **dict.fromkeys(("mp4", "webm"), "video"),
}
"""What a notice is, by the end of its file's name: what every browser shows."""

_FILE = re.compile(r"\w[\w .()+-]*\.(\w+)")


def notice_kind(file: str) -> str:
    """``still``, ``video``, or ``""`` for a name that no notice may have."""
    found = _FILE.fullmatch(file) if len(file) <= LONGEST_FILE else None
    return KINDS.get(found[1].lower(), "") if found else ""


def check_zone(zone: Zone, where: str) -> None:
    """:raises ValueError: naming what is not right, and what would be."""
    if not 0 < len(zone.languages) <= MOST_LANGUAGES:
        raise ValueError(f"{where}.languages: write 1 to {MOST_LANGUAGES}, as vi, en")
    for language in zone.languages:
        check_language(language, f"{where}.languages")
    for name in ("languages", "counters", "notices"):
        _check_once(getattr(zone, name), f"{where}.{name}")
    if zone.ticker and "vi" not in zone.ticker:
        raise ValueError(f"{where}.ticker.vi is missing: other languages fall back to Vietnamese")
    for language, text in zone.ticker.items():
        check_language(language, f"{where}.ticker")
        check_text(text, f"{where}.ticker.{language}", LONGEST_TICKER)
    if len(zone.notices) > MOST_NOTICES:
        raise ValueError(f"{where}.notices: {len(zone.notices)} files; {MOST_NOTICES} at most")
    for file in zone.notices:
        if not notice_kind(file):
            raise ValueError(
                f"{where}.notices: {file!r} is no notice: name a file of the folder notices that "
                f"ends in {', '.join(KINDS)}"
            )


def _check_once(names: Sequence[str], where: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(
                f"{where}: {name!r} is written {names.count(name)} times: once is enough"
            )
