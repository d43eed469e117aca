"""How the cables of boards are, as figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFigures:
    """One board; what counts counts from the start of the server, ``None`` is never."""

    address: int
    state: str
    frames: int
    errors: int
    collisions: int
    answered_s_ago: float | None
    painted_s_ago: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CableFigures:
    """One cable and its boards; *round_s* is what the refresh round takes."""

    name: str
    is_away: bool
    has_echo: bool
    collisions: int
    round_s: float
    boards: tuple[BoardFigures, ...]
