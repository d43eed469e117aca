"""The hall screen's desk: news in, the picture to show out; pure, the clock given.

The picture is made anew from the newest hall each time, so that a screen that missed an hour is
right again after one answer. Only what was called while it looked on flashes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.board_news import Announced, BoardNews, HallSeen, Heard, NoticesSeen, ZoneSeen
from kiosk.board_showing import BoardScreen, BoardShowing, Call
from kiosk.board_turns import (
    LANGUAGE_S,
    PAGE_S,
    WAITING_S,
    Still,
    is_lit,
    lit_until,
    notice_turn,
    turn,
)
from kiosk.hall_wire import Announcement, Hall, HallCounter, HallService, InHand, Zone

FLASH_S = 10.0
STALE_S = 15.0  # the hall is asked for every 10 s at least
_MOST_ANNOUNCED_S = 60.0
_TIMEZONE = "Asia/Ho_Chi_Minh"  # for a server that does not say; all of Viet Nam has one
_FOREVER = float("inf")
_A_LITTLE_S = 0.001  # past the moment, so that it is past after rounding, too


@dataclass(frozen=True)
class Flash:
    """From when until when a ticket flashes, monotonic seconds."""

    since_s: float
    until_s: float


class BoardDesk:
    """
    :param zone: the name asked for; "hall" is every office's whole hall
    :param languages: those there are words for
    """

    def __init__(self, zone: str, server: str, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._server = server
        self._zone: Zone | None = Zone(zone)
        self._name = zone
        self._hall: Hall | None = None
        self._office_at = datetime(1970, 1, 1, tzinfo=UTC)
        self._good_at_s = 0.0
        self._calls_seen: dict[int, int] | None = None  # how often each was called at the last look
        self._flashes: dict[int, Flash] = {}
        self._stills: tuple[Still, ...] = ()
        self._spoken: Announcement | None = None
        self._spoken_until_s = 0.0
        self._is_silent = False

    def handle(self, news: BoardNews, now_s: float) -> None:
        """Take one piece of news, at monotonic `now_s`."""
        match news:
            case HallSeen(hall, office_at):
                self._see(hall, office_at, now_s)
            case ZoneSeen(zone):
                self._zone = zone
            case NoticesSeen(stills):
                self._stills = stills
            case Announced(announcement) if announcement.zone == self._name:
                self._announce(announcement, now_s)
            case Heard(is_silent):
                self._is_silent = is_silent

    def _see(self, hall: Hall | None, office_at: datetime, now_s: float) -> None:
        if self._is_stale(now_s):
            self._calls_seen = None
            self._flashes = {}
        self._office_at, self._good_at_s = office_at, now_s
        if hall is not None:
            self._hall = hall
        if self._hall is not None:
            self._flash(self._hall, now_s)

    def _flash(self, hall: Hall, now_s: float) -> None:
        """What was called, or called again, since the last look; at the first, what is new."""
        held = {each.ticket.id: each.ticket for each in hall.counters if each.ticket}
        for ticket in held.values():
            if self._calls_seen is None:
                is_new = self._age_s(ticket) < FLASH_S
            else:
                is_new = self._calls_seen.get(ticket.id, 0) < ticket.calls
            if is_new:
                self._flashes[ticket.id] = Flash(now_s, now_s + FLASH_S)
        self._calls_seen = {ticket.id: ticket.calls for ticket in held.values()}
        self._flashes = {
            ticket: flash
            for ticket, flash in self._flashes.items()
            if ticket in held and now_s < flash.until_s
        }

    def _age_s(self, ticket: InHand) -> float:
        called_at = _instant(ticket.called_at)
        return _FOREVER if called_at is None else (self._office_at - called_at).total_seconds()

    def _announce(self, announcement: Announcement, now_s: float) -> None:
        lasts_s = min(max(announcement.duration_s, 0.0), _MOST_ANNOUNCED_S)
        self._spoken, self._spoken_until_s = announcement, now_s + lasts_s
        ticket = announcement.ticket
        if ticket is not None and ticket in (self._calls_seen or {}):
            flash = self._flashes.get(ticket, Flash(now_s, now_s))
            self._flashes[ticket] = Flash(flash.since_s, max(flash.until_s, now_s + lasts_s))

    def _is_stale(self, now_s: float) -> bool:
        return self._hall is not None and now_s - self._good_at_s > STALE_S

    def showing(self, now_s: float) -> BoardShowing:
        """The picture at monotonic `now_s`."""
        if self._zone and self._hall:
            return self._picture(self._hall, self._zone, now_s)
        screen = BoardScreen.CONNECTING if self._zone else BoardScreen.NO_ZONE
        zone = self._zone or Zone(self._name)
        return BoardShowing(screen, zone, self._server, self._tongues()[0])

    def _picture(self, hall: Hall, zone: Zone, now_s: float) -> BoardShowing:
        tongues, now = self._tongues(), self._office_now(now_s)
        counters, calls = self._counters(), self._calls(now_s)
        stale_since = self._office_now(self._good_at_s) if self._is_stale(now_s) else None
        return BoardShowing(
            BoardScreen.HALL,
            zone,
            self._server,
            tongues[turn(now_s, LANGUAGE_S, len(tongues)).index],
            clock=f"{now:%H:%M}",
            date=f"{now:%d/%m/%Y}",
            calls=calls,
            counters=len(counters),
            services=_served(hall, zone, counters),
            missed=tuple(e.label for e in hall.missed if _is_of(zone, e.counter)),
            paused=tuple(each.number for each in counters if each.state == "paused"),
            closed=tuple(e.number for e in counters if e.state == "closed" and not e.ticket),
            notice=self._notice(calls, now_s)[0],
            page=int(now_s // PAGE_S),
            stale_since=f"{stale_since:%H:%M}" if stale_since else "",
            announcing=self._spoken.id if self._spoken and now_s < self._spoken_until_s else None,
            is_silent=self._is_silent and zone.voice in ("screens", "both"),
        )

    def _counters(self) -> list[HallCounter]:
        zone, counters = self._zone, self._hall.counters if self._hall else ()
        return [each for each in counters if zone is None or _is_of(zone, each.number)]

    def _calls(self, now_s: float) -> tuple[Call, ...]:
        busy = [(each.ticket, each.number) for each in self._counters() if each.ticket]
        busy.sort(key=lambda pair: pair[0].called_at, reverse=True)
        return tuple(
            Call(
                ticket.id,
                ticket.label,
                number,
                is_flashing=flash is not None,
                is_lit=flash is not None and is_lit(now_s, flash.since_s),
            )
            for ticket, number in busy
            for flash in [self._flash_of(ticket.id, now_s)]
        )

    def _flash_of(self, ticket: int, now_s: float) -> Flash | None:
        flash = self._flashes.get(ticket)
        is_on = flash is not None and now_s < flash.until_s and not self._is_stale(now_s)
        return flash if is_on else None

    def _notice(self, calls: tuple[Call, ...], now_s: float) -> tuple[str, float]:
        """Not while anything flashes or is spoken: then everybody looks for a number."""
        if any(each.is_flashing for each in calls) or now_s < self._spoken_until_s:
            return "", _FOREVER
        return notice_turn(now_s, self._stills, WAITING_S if calls else 0.0)

    def _tongues(self) -> tuple[str, ...]:
        wanted = self._zone.languages if self._zone else ()
        return tuple(each for each in wanted if each in self._languages) or self._languages[:1]

    def _office_now(self, now_s: float) -> datetime:
        at = self._office_at + timedelta(seconds=now_s - self._good_at_s)
        return at.astimezone(_zone_of(self._zone.timezone if self._zone else ""))

    def next_change_s(self, now_s: float) -> float:
        """When the picture changes by itself, monotonic seconds after `now_s`; may be infinite."""
        if self._hall is None or self._zone is None:
            return _FOREVER
        return min(each for each in self._changes(now_s) if each > now_s)

    def _changes(self, now_s: float) -> Iterator[float]:
        now = self._office_now(now_s)
        yield now_s + 60.0 - now.second - now.microsecond / 1e6 + _A_LITTLE_S
        yield turn(now_s, LANGUAGE_S, len(self._tongues())).ends_at_s
        yield turn(now_s, PAGE_S, 2).ends_at_s
        yield self._good_at_s + STALE_S + _A_LITTLE_S
        yield self._spoken_until_s
        for ticket in self._flashes:
            if flash := self._flash_of(ticket, now_s):
                yield min(lit_until(now_s, flash.since_s), flash.until_s)
        yield self._notice(self._calls(now_s), now_s)[1]


def _served(hall: Hall, zone: Zone, counters: Sequence[HallCounter]) -> tuple[HallService, ...]:
    """The services of these counters; one that has ended as long as somebody waits for it."""
    served = {code for each in counters for code in each.services}
    return tuple(
        each
        for each in hall.services
        if (zone.is_whole or each.code in served) and (each.waiting or not each.has_ended)
    )


def _is_of(zone: Zone, counter: str) -> bool:
    return zone.is_whole or counter in zone.counters


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or _TIMEZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(_TIMEZONE)
