"""The plan of a day: what the office has decided about itself, as in force on one business day.

Every service, counter, schedule and rule is a *record* with the date from which it holds, so that
a change can be entered before it comes into force and an old day is read by its old rules (domain
paper 1.1).  A record is plain data; :mod:`server.settings` keeps the versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from server.errors import Said, Unknown

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WEEKDAYS[:5]
ALWAYS = "0001-01-01"
"""The date from which a record holds that has held ever since."""
HALL = "hall"
"""The zone that is always there: the whole hall, unless a record says otherwise."""
SCORES = {5: (5, 4, 3, 2, 1), 3: (4, 3, 2)}
"""The scores by how many faces are shown; three faces leave out the two ends."""
REASONS = (
    "waiting_time",
    "attitude",
    "unclear_guidance",
    "repeated_visits",
    "extra_cost",
    "equipment",
    "other",
)
"""Why somebody was not satisfied; people's words for them stand in the catalogues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """``[[service]]``: a field of work one can take a number for.

    *numbering* and *schedule* name records of those kinds; a service without a numbering record
    has its own row of numbers, with its code as prefix.  Limits count tickets; ``0`` is no limit.
    *slot_min* is the length of an appointment slot in minutes, ``0`` where there are none.
    *home_days* is how many days ahead a number may be taken from home, ``-1`` for not at all.
    A service that *has_ended* is hidden from kiosks, and *notice* tells people where to go.
    *documents* are the papers to bring, by language.
    """

    code: str
    name: str
    name_en: str = ""
    position: int = 0
    numbering: str = ""
    schedule: str = "office"
    limit_day: int = 0
    limit_session: int = 0
    slot_min: int = 0
    slot_capacity: int = 1
    slot_days: int = 7
    grace_min: int = 15
    home_days: int = -1
    has_ended: bool = False
    notice: str = ""
    notice_en: str = ""
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> Said:
        """What people call it."""
        return Said(self.name, self.name_en)

    @property
    def notices(self) -> Said:
        """Where it is served instead, once it has ended."""
        return Said(self.notice, self.notice_en)

    def name_in(self, language: str) -> str:
        """What people who read *language* call it."""
        return self.names.in_language(language)

    def documents_in(self, language: str) -> tuple[str, ...]:
        """The papers to bring, for people who read *language*; in Vietnamese if not said in it."""
        return self.documents.get(language) or self.documents.get("vi", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """``[[counter]]``: a numbered desk.

    *order* is ``arrival`` (all its services as one line), ``listed`` (a later service only when
    nobody waits for an earlier one) or ``weights`` (shares by *weights*, 1 where none is given).
    *sessions* limits a service to some sessions, for a counter that two agencies share.
    """

    number: str
    name: str = ""
    position: int = 0
    services: tuple[str, ...] = ()
    order: str = "arrival"
    weights: Mapping[str, int] = field(default_factory=dict)
    sessions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("vi",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """``[[numbering]]``: a row of numbers that one service has, or several share.

    Labels are *prefix* and a number of *width* digits, from *first* to *last* (``0``: no end).
    *restart* is ``day``, ``session`` or ``never``; a row that never restarts goes on with *first*
    after *last*.  *session_first* gives a row that restarts with each session a range of its own
    for each, so that no label is given twice on one day.
    """

    name: str
    prefix: str = ""
    width: int = 3
    first: int = 1
    last: int = 0
    restart: str = "day"
    session_first: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``[[schedule.session]]``: part of a working day, times as ``HH:MM`` in the office's zone.

    Numbers are given from *tickets_from* until *last_ticket* (``""``: as *opens*, *closes*).
    """

    name: str
    opens: str
    closes: str
    tickets_from: str = ""
    last_ticket: str = ""
    days: tuple[str, ...] = WORKDAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """``[[schedule.season]]``: other sessions from *start* to *end* (``MM-DD``, both included)."""

    name: str
    start: str
    end: str
    session: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """``[[schedule]]``: when numbers are given.  Public holidays are days off unless
    *works_on_holidays*."""

    name: str
    session: tuple[Session, ...] = ()
    season: tuple[Season, ...] = ()
    works_on_holidays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """``[[day]]``: a day that is not as its weekday: off, or worked *like* another weekday.

    *source* names the notice that says so, *announced* its date, for who must defend it.
    """

    date: str
    works: bool
    name: str
    like: str = "mon"
    source: str = ""
    announced: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """``[[printer]]``: what the office has found out about a printer of ``office.toml``.

    Empty, ``-1`` and ``0`` leave what ``office.toml`` and the model say.  *vietnamese* is the route
    Vietnamese takes, the pages are numbers of ``ESC t``, *dots* the printable width.  *stand_in*
    names the printer that prints when this one cannot; a roll has *roll_m* metres, and staff are
    told when *warn_m* are left.
    """

    name: str
    vietnamese: str = ""
    tcvn_lower_page: int = -1
    tcvn_upper_page: int = -1
    cp1258_page: int = -1
    dots: int = 0
    stand_in: str = ""
    roll_m: int = 0
    warn_m: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPart:
    """``[[slip.part]]``: one thing on a slip.

    *kind* is ``text`` (*text* by language, with fields in braces), ``number``, ``qr``, ``barcode``,
    ``documents``, ``logo``, ``rule`` or ``space``.  *when* names a field: without a value for it
    the part is left out, and so is a text that names a field without a value.
    """

    kind: str
    text: Mapping[str, str] = field(default_factory=dict)
    size: int = 1
    bold: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLayout:
    """``[[slip]]``: what stands on the slip *name*, ``ticket`` or ``result``, top to bottom."""

    name: str
    part: tuple[SlipPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """``[[zone]]``: a part of the hall that sees its own screens and hears its own calls.

    Without *counters* it has all of them.  *languages* take turns on the screen and are spoken one
    after another.  *voice* says where calls are spoken: ``none``, ``server``, ``screens`` or
    ``both``; *linh* is the word for a nought inside a number, ``linh`` or ``lẻ``; a call is said
    *times* times.  *ticker* is the line of news, by language.  *notices* are files of the office's
    folder of notices in their order, all there where none is named; a still stays for *still_s*.
    """

    name: str
    title: str = ""
    title_en: str = ""
    counters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("vi", "en")
    voice: str = "screens"
    linh: str = "linh"
    times: int = 1
    ticker: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    still_s: int = 12

    @property
    def titles(self) -> Said:
        """What stands over its screens."""
        return Said(self.title, self.title_en)

    def has(self, counter: str) -> bool:
        """Whether calls to *counter* are shown and heard here."""
        return not self.counters or counter in self.counters


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``[rules]``: how the office treats a ticket.  ``0`` turns a time or a limit off.

    *priority* is ``ratio`` (after *ordinary_per_priority* ordinary tickets of a service, one with
    priority) or ``strict``.  *max_wait_min*: who has waited so long is next, whatever else holds.
    *routed_languages*: tickets in these go to counters where somebody speaks them.
    *undo_s*: how long a counter's last step can be taken back; *guard_s*: a person's second call
    so soon after the first is taken for a slip of the finger.
    *max_calls*: calling once more makes it a no-show; *no_show_after_s* after the last of them it
    becomes one by itself.  *requeue_min*: how long somebody not present may come back into line.
    *remind_min*, *forgotten_min*: when a visit's clerk is reminded, and when it is closed as
    forgotten.  *person_day*, *person_service*: numbers a person may hold for one day, in all and
    for one service, where the identity is asked for.  *reprints*: how often
    one slip may be printed once more.
    """

    priority: str = "ratio"
    ordinary_per_priority: int = 3
    max_wait_min: int = 0
    routed_languages: tuple[str, ...] = ()
    undo_s: int = 60
    guard_s: int = 1
    max_calls: int = 3
    no_show_after_s: int = 0
    requeue_min: int = 30
    remind_min: int = 90
    forgotten_min: int = 240
    person_day: int = 2
    person_service: int = 1
    reprints: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """``[rating]``: what a citizen is asked after a visit, and how the answers are counted.

    *levels* faces are shown, 5 (scores 5 to 1) or 3 (scores 4, 3, 2); *positive* are the scores
    that count as satisfied, and reasons are asked for up to *low*.  A tablet asks for *window_s*
    seconds, a phone for *phone_window_min* minutes.  *complaint_url* is where to send complaints
    and proposals, called *complaint_name*.  Below *least_count* answers nobody sees single ones,
    nor a person's percentages.  *languages* are those that a tablet offers.
    """

    levels: int = 5
    positive: tuple[int, ...] = (4, 5)
    low: int = 2
    reasons: tuple[str, ...] = REASONS
    window_s: int = 60
    phone_window_min: int = 1440
    has_comment: bool = True
    complaint_url: str = ""
    complaint_name: str = ""
    complaint_name_en: str = ""
    least_count: int = 10
    languages: tuple[str, ...] = ("vi", "en")
    shows_photo: bool = False

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores that can be given, the best first."""
        return SCORES[self.levels]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is in force on *day*.  Services and counters are in the office's order.

    *holidays* are the public holidays of the years around, date to name.  *slips* are layouts that
    the office has given itself; without one a slip looks as usual.  *zones* always has
    :data:`HALL`.
    """

    day: date
    services: Mapping[str, Service] = field(default_factory=dict)
    counters: Mapping[str, Counter] = field(default_factory=dict)
    numberings: Mapping[str, Numbering] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    rating: Rating = field(default_factory=Rating)
    printers: Mapping[str, Printer] = field(default_factory=dict)
    slips: Mapping[str, SlipLayout] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=lambda: {HALL: Zone(name=HALL)})

    def zone(self, name: str) -> Zone:
        """The zone *name*.

        :raises Unknown: ``no_such_zone``.
        """
        if name not in self.zones:
            raise Unknown("no_such_zone", zone=name)
        return self.zones[name]

    def numbering_of(self, service: Service) -> Numbering:
        """The row of numbers that *service* takes from."""
        named = self.numberings.get(service.numbering or service.code)
        return named or Numbering(name=service.code, prefix=service.code)
