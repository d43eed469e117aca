"""Speaks the calls of every zone: one after another in a hall, and never one that is over.

One thread for all zones.  Each sentence is told to the screens and, where the zone wants it, played
on the server's sound card; then the zone waits as long as it lasts.  Whether a ticket is still
called at its counter is looked at before each sentence, in each language.
"""

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from server.announcements import GONE, TRIAL, Announcements, Call
from server.errors import Refused, Unknown
from server.plan import Zone

GAP_S = 0.5
"""Between the end of one sentence and the beginning of the next: loudspeakers and browsers begin a
little late."""
RUSH = 3
"""With so many waiting behind it a call is said in as few languages as will do."""
KEPT = 50
"""Sentences that a screen may still fetch: each is about 250 kB."""
IDLE_S = 0.5
"""How long the thread sleeps without news before it looks whether it should stop."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence as a WAV file; *text* is what it says."""

    wav: bytes
    duration_s: float
    text: str


class Voice(Protocol):
    """Puts a sentence together in one of its *languages*; ``None`` if nothing can be heard."""

    @property
    def languages(self) -> Collection[str]: ...

    def speak(self, call: Call, language: str, linh: str, *, has_chime: bool) -> Spoken | None: ...


class Sound(Protocol):
    """The server's sound card."""

    def play(self, wav: bytes) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the announcer is told by the world outside, and what it tells.

    *is_called*: whether a ticket is called at a counter now; *language_of*: what its holder chose.
    *tell* sends an event of that name to
    every screen.
    """

    zones: Callable[[], Mapping[str, Zone]]
    is_called: Callable[[int, str], bool]
    language_of: Callable[[int], str]
    voice: Voice
    sound: Sound
    tell: Callable[[str, Mapping[str, object]], None]
    monotonic: Callable[[], float]


@dataclass(kw_only=True)
class _Hall:
    """One zone: what waits, what is being said, and from when on there is quiet."""

    queue: Announcements = field(default_factory=Announcements)
    call: Call | None = None
    languages: list[str] = field(default_factory=list)
    is_begun: bool = False
    free_at_s: float = float("-inf")

    @property
    def is_at_rest(self) -> bool:
        """Whether a step would change nothing here."""
        return self.queue.is_at_rest and not self.languages


class Announcer:
    """The voice of one office.  :meth:`ask` and :meth:`drop` from any thread."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._halls: dict[str, _Hall] = {}
        self._card_free_at_s = float("-inf")
        self._last_id = 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._news = threading.Event()

    def ask(self, ticket: int, label: str, counter: str, times: int) -> None:
        """Say in every zone of *counter* that *ticket* is called there, the *times*-th time.

        Zones that share the server's sound card do not repeat each other: the first one says it.
        """
        now_s = self._around.monotonic()
        is_card_taken = False
        for zone in self._around.zones().values():
            if zone.voice == "none" or not zone.has(counter):
                continue
            is_on_card = _has_card(zone) and not is_card_taken
            is_card_taken |= is_on_card
            if is_on_card or _has_screens(zone):
                call = Call(
                    ticket=ticket,
                    label=label,
                    counter=counter,
                    times=times,
                    asked_at_s=now_s,
                    is_on_card=is_on_card,
                )
                with self._lock:
                    self._halls.setdefault(zone.name, _Hall()).queue.ask(call)
        self._news.set()

    def try_out(self, zone: str) -> None:
        """Say in *zone* that this is a test of the loudspeaker.

        :raises Unknown: ``no_such_zone``. :raises Refused: ``zone_silent``.
        """
        found = self._around.zones().get(zone)
        if found is None:
            raise Unknown("no_such_zone", zone=zone)
        if found.voice == "none":
            raise Refused("zone_silent", zone=zone)
        now_s = self._around.monotonic()
        call = Call(ticket=TRIAL, label="", counter="", times=1, asked_at_s=now_s)
        with self._lock:
            self._halls.setdefault(zone, _Hall()).queue.ask(call)
        self._news.set()

    def drop(self, ticket: int) -> None:
        """*ticket* need not be called any more."""
        with self._lock:
            for hall in self._halls.values():
                hall.queue.drop(ticket)

    def wav(self, id: int) -> bytes | None:
        """The sentence *id*, one of the last :data:`KEPT`."""
        with self._lock:
            return self._kept.get(id)

    @property
    def waiting(self) -> int:
        """How many calls wait to be spoken, in all zones."""
        with self._lock:
            return sum(len(hall.queue) for hall in self._halls.values())

    def unspoken(self) -> Counter[str]:
        """How many calls were not spoken by themselves, by reason."""
        with self._lock:
            return sum((hall.queue.unspoken for hall in self._halls.values()), Counter[str]())

    def run(self, stop: threading.Event) -> None:
        """Speak until *stop*: the body of the announcer's thread."""
        while not stop.is_set():
            self._news.clear()
            try:
                wait_s = self.step()
            except Exception:  # the outermost loop of this thread
                _log.exception("the voice stumbled; it goes on in a moment")
                wait_s = IDLE_S
            self._news.wait(min(wait_s, IDLE_S))

    def step(self) -> float:
        """Begin every sentence whose time has come; the seconds until the next may."""
        with self._lock:
            halls = [(name, hall) for name, hall in self._halls.items() if not hall.is_at_rest]
        if not halls:  # most of the day: the set-up need not be read for that
            return IDLE_S
        zones = self._around.zones()
        waits = []
        for name, hall in halls:
            zone = zones.get(name)
            if zone is None or zone.voice == "none":
                self._silence(hall)
            elif (wait_s := self._step_in(zone, hall)) is not None:
                waits.append(wait_s)
        return min(waits, default=IDLE_S)

    def _step_in(self, zone: Zone, hall: _Hall) -> float | None:
        """Seconds until this zone may go on, ``None`` if it has nothing to say."""
        wait_s = hall.free_at_s - self._around.monotonic()
        if wait_s > 0:
            return wait_s
        while call := self._current(zone, hall):
            wait_s = self._card_free_at_s - self._around.monotonic()
            if _plays_on_card(zone, call) and wait_s > 0:
                return wait_s
            if self._say(zone, hall, call, hall.languages.pop(0)):
                return hall.free_at_s - self._around.monotonic()
        return None

    def _current(self, zone: Zone, hall: _Hall) -> Call | None:
        """The call that is being said, or the next; with at least one language left."""
        if not hall.languages:
            with self._lock:
                hall.call = hall.queue.take(self._around.monotonic())
                waiting = len(hall.queue)
            hall.languages = self._languages(zone, hall.call, waiting) if hall.call else []
            hall.is_begun = False
        return hall.call if hall.languages else None

    def _languages(self, zone: Zone, call: Call, waiting: int) -> list[str]:
        """What the zone wants and the voice has, else Vietnamese, as often as the zone wants.

        Who repeats while others wait makes them hear theirs too late; and in a rush a call is said
        in the zone's first language, and in the ticket's own if that is another.
        """
        known = self._around.voice.languages
        languages = [each for each in zone.languages if each in known] or ["vi"]
        if waiting == 0:
            return languages * zone.times
        if waiting < RUSH:
            return languages
        own = self._around.language_of(call.ticket)
        return [each for n, each in enumerate(languages) if n == 0 or each == own]

    def _say(self, zone: Zone, hall: _Hall, call: Call, language: str) -> bool:
        """Begin one sentence; false if there is nothing to be said after all."""
        around = self._around
        spoken = around.voice.speak(call, language, zone.linh, has_chime=not hall.is_begun)
        if spoken is None:
            return False
        if call.ticket != TRIAL and not around.is_called(call.ticket, call.counter):
            with self._lock:
                hall.queue.unspoken[GONE] += not hall.is_begun
            hall.languages = []
            return False
        hall.is_begun = True
        self._begin(zone, hall, call, language, spoken)
        return True

    def _begin(self, zone: Zone, hall: _Hall, call: Call, language: str, spoken: Spoken) -> None:
        free_at_s = self._around.monotonic() + spoken.duration_s + GAP_S
        hall.free_at_s = free_at_s
        self._tell(zone, call, language, spoken)
        if _plays_on_card(zone, call):
            self._card_free_at_s = free_at_s
            self._around.sound.play(spoken.wav)
        _log.info("%s: %s", zone.name, spoken.text)

    def _tell(self, zone: Zone, call: Call, language: str, spoken: Spoken) -> None:
        with self._lock:
            self._last_id += 1
            id = self._last_id
            self._kept[id] = spoken.wav
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._around.tell(
            "announce",
            {
                "id": id,
                "zone": zone.name,
                "ticket": None if call.ticket == TRIAL else call.ticket,
                "label": call.label,
                "counter": call.counter,
                "languages": [language],
                "duration_s": round(spoken.duration_s, 3),
                "url": f"/api/v1/announcements/{id}.wav",
                "text": spoken.text,
                "is_for_screens": _has_screens(zone),
            },
        )

    def _silence(self, hall: _Hall) -> None:
        with self._lock:
            hall.queue.clear()
        hall.call, hall.languages = None, []


def _has_card(zone: Zone) -> bool:
    return zone.voice in ("server", "both")


def _has_screens(zone: Zone) -> bool:
    return zone.voice in ("screens", "both")


def _plays_on_card(zone: Zone, call: Call) -> bool:
    return _has_card(zone) and call.is_on_card
