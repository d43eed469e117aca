"""A slip from the office's layout and the words of one ticket or dossier; pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from printer.slip import (
    LONGEST_BARCODE,
    LONGEST_BIG,
    LONGEST_TEXT,
    QR,
    Barcode,
    Big,
    Line,
    Logo,
    Part,
    Rule,
    Slip,
    Space,
)
from server.hours import session
from server.plan import SlipLayout, SlipPart
from server.slip_check import FIELD
from server.slip_defaults import TICKET
from server.words import Translate

SPACE_DOTS = 8
_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """What is the same on every slip of an office; *address* says where phones reach the
    server now.

    A slip older than *max_age* after an outage is not printed: its citizen has moved on.
    """

    office: str
    hotline: str
    address: Callable[[], str]
    zone: tzinfo
    max_age: timedelta
    logo: Logo | None = None


@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """What one ticket puts on its slip; *due_at* is the time of an appointment, *wait_s* how long
    the wait is likely to be, if anybody can say."""

    label: str
    secret: str
    service: str
    ahead: int
    issued_at: datetime
    session: str
    is_priority: bool
    due_at: datetime | None = None
    wait_s: float | None = None
    documents: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    is_reprint: bool = False


@dataclass(frozen=True, kw_only=True)
class ResultWords:
    """What a result-date slip says: of which dossier, when and where its result is collected."""

    dossier: str
    due_at: datetime
    made_at: datetime
    place: str = ""
    counter: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the parts of a layout are filled with; a field without a value is ``""`` or absent."""

    fields: Mapping[str, str]
    number: str = ""
    qr: str = ""
    barcode: str = ""
    documents: tuple[str, ...] = ()
    logo: Logo | None = field(default=None, repr=False)


def slip_of(
    words: SlipWords,
    stationery: Stationery,
    translate: Translate,
    layout: SlipLayout = TICKET,
    language: str = "vi",
) -> Slip:
    """The slip of one ticket, in *language*."""
    return compose(layout, ticket_words(words, stationery, translate), language)


def compose(layout: SlipLayout, words: Words, language: str) -> Slip:
    """The parts of *layout* that have something to say, in *language* or else in Vietnamese.

    :raises SlipError: if the code for phones is longer than a QR code holds.
    """
    parts: list[Part] = []
    for part in layout.part:
        if not part.when or words.fields.get(part.when):
            parts += _composed(part, words, language)
    return Slip(tuple(parts))


def ticket_words(words: SlipWords, stationery: Stationery, translate: Translate) -> Words:
    """The fields of a ticket's slip; who is ahead of an appointment nobody can say."""
    at = words.issued_at.astimezone(stationery.zone)
    name = words.session or session(at, stationery.zone)
    half = {"morning": translate("Morning"), "afternoon": translate("Afternoon")}
    due = words.due_at and f"{words.due_at.astimezone(stationery.zone):%H:%M}"
    fields = {
        "office": stationery.office.upper(),
        "hotline": stationery.hotline,
        "service": words.service,
        "label": words.label,
        "ahead": "" if due else str(words.ahead),
        "wait": "" if due or words.wait_s is None else _minutes(words.wait_s),
        "session": half.get(name, name),
        "time": f"{at:%H:%M}",
        "date": f"{at:%d/%m/%Y}",
        "due": due or "",
        "appointment": due or "",
        "counter": ", ".join(words.counters),
        "stops": " → ".join(words.stops),
        "documents": ", ".join(words.documents),
        "priority": translate("Priority") if words.is_priority else "",
        "reprint": "IN LẠI" if words.is_reprint else "",
    }
    return Words(
        fields=fields,
        number=words.label,
        qr=f"{stationery.address()}/t/{words.secret}",
        barcode=words.label,
        documents=words.documents,
        logo=stationery.logo,
    )


def result_words(words: ResultWords, stationery: Stationery) -> Words:
    """The fields of a result-date slip; what is scanned is the dossier system's own code."""
    due, at = (each.astimezone(stationery.zone) for each in (words.due_at, words.made_at))
    fields = {
        "office": stationery.office.upper(),
        "hotline": stationery.hotline,
        "dossier": words.dossier,
        "due": f"{due:%H:%M %d/%m/%Y}",
        "place": words.place,
        "counter": words.counter,
        "time": f"{at:%H:%M}",
        "date": f"{at:%d/%m/%Y}",
    }
    return Words(fields=fields, qr=words.dossier, barcode=words.dossier, logo=stationery.logo)


def _minutes(wait_s: float) -> str:
    """A wait is a guess: in steps of five minutes, and never nothing."""
    return str(max(5, 5 * round(wait_s / 300)))


def _composed(part: SlipPart, words: Words, language: str) -> list[Part]:
    match part.kind:
        case "number":
            return [_number(_clean(words.number))]
        case "qr":
            return [QR(words.qr, _said(part, words, language))] if words.qr else []
        case "barcode":
            return _barcode(part, words, language)
        case "documents":
            return [_line(part, f"- {each}", is_centred=False) for each in words.documents]
        case "logo":
            return [words.logo] if words.logo else []
        case "rule":
            return [Rule()]
        case "space":
            return [Space(SPACE_DOTS * part.size)]
        case _:
            said = _said(part, words, language)
            return [_line(part, said)] if said else []


def _number(label: str) -> Part:
    return Big(label) if 0 < len(label) <= LONGEST_BIG else Line(label, size=2, is_bold=True)


def _barcode(part: SlipPart, words: Words, language: str) -> list[Part]:
    """A code that bars cannot say is left to the QR code and the text."""
    code = words.barcode
    if not (0 < len(code) <= LONGEST_BARCODE and code.isascii() and code.isprintable()):
        return []
    return [Barcode(code, _said(part, words, language))]


def _said(part: SlipPart, words: Words, language: str) -> str:
    """The part's text with its fields; nothing if one of them has no value."""
    text = part.text.get(language) or part.text.get("vi", "")
    if not all(words.fields.get(name) for name in FIELD.findall(text)):
        return ""
    return _short(_clean(FIELD.sub(lambda found: words.fields[found[1]], text)))


def _line(part: SlipPart, text: str, *, is_centred: bool = True) -> Line:
    said = _short(_clean(text))
    return Line(said, size=part.size, is_bold=part.bold, is_centred=is_centred)


def _clean(text: str) -> str:
    """NFC and on one line, so that nothing a person typed becomes a printer's command."""
    shown = (" " if unicodedata.category(each) in _UNPRINTABLE else each for each in text)
    return unicodedata.normalize("NFC", re.sub(r" {2,}", " ", "".join(shown)).strip())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
