"""What somebody showed to a scanner: a citizen's card, a slip, an appointment, or rubbish.

Of a card only the number and an age are looked at, each field known by its shape: the cards of 2021
and of 2024 have them in different order, and readers add labels (domain paper 4.5).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

CITIZEN_CARD, HEALTH_CARD, SLIP, LABEL, APPOINTMENT, APPOINTMENT_PAGE, RUBBISH = KINDS = (
    *("citizen_card", "health_card", "slip", "label"),
    *("appointment", "appointment_page", "rubbish"),
)
AGES = (75, 60)
"""From which age somebody is offered priority: 60 by the law on the elderly, 75 in some cities."""
CHILD = 16
"""No identity is taken down at a machine below this age."""
LEAST_FIELDS = 6
"""Cards have 7 and more; some readers leave an empty one out."""
MOST_CHARACTERS = 500
PROVINCES = range(1, 97)

_NUMBER = re.compile(r"[0-9]{12}")
_OLD_NUMBER = re.compile(r"[0-9]{9}")
_DATE = re.compile(r"([0-9]{2})/?([0-9]{2})/?([0-9]{4})")
_HEALTH = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){2,}")
_LINK = re.compile(r"(?:https?://[^/\s]{1,200})?/([ta])/([A-Za-z0-9_-]{16})")
_CODE = re.compile(r"[1-9][0-9]{7}")
_LABEL = re.compile(r"[A-Z]{0,4}-?[0-9]{1,6}")
_SEXES = {"nam": 0, "nữ": 1, "nu": 1}
_LABELLED = re.compile(r"[^:|]{2,20}:")


@dataclass(frozen=True, slots=True)
class Scan:
    """*text* is a slip's or page's secret, a label or a code; of a card there is its *identity*
    number, and *age*, ``None`` where that is not known.  Neither is shown when this is printed."""

    kind: str
    text: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)
    age: int | None = field(default=None, repr=False)

    @property
    def age_from(self) -> int | None:
        """The highest of :data:`AGES` that this person has reached."""
        return next((each for each in AGES if self.age is not None and self.age >= each), None)


def read(text: str, today: date) -> Scan:
    """What *text* is, on the office's day *today*."""
    text = unicodedata.normalize("NFC", text.strip())
    if len(text) > MOST_CHARACTERS:
        return Scan(RUBBISH)
    if "|" in text:
        return _card(text, today)
    if found := _LINK.fullmatch(text):
        return Scan(SLIP if found[1] == "t" else APPOINTMENT_PAGE, text=found[2])
    if _NUMBER.fullmatch(text) and has_sense(text, today):
        return Scan(CITIZEN_CARD, identity=text, age=_age_of_year(text, today))
    if _CODE.fullmatch(text):
        return Scan(APPOINTMENT, text=text)
    if _LABEL.fullmatch(text.upper()):
        return Scan(LABEL, text=text.upper())
    return Scan(RUBBISH)


def number_on_card(text: str) -> str:
    """The number on a card whose fields are joined by ``|``; empty where it is none.

    Dates and sex are not compared: this is for a number that somebody hands in."""
    fields = _fields(text)
    if _is_health_card(fields):
        return ""
    first = fields[0].replace(" ", "").replace(".", "")
    return first if _NUMBER.fullmatch(first) or _OLD_NUMBER.fullmatch(first) else ""


def has_sense(number: str, today: date) -> bool:
    """Whether the first six of twelve digits can be: province, century and sex, year."""
    return int(number[:3]) in PROVINCES and birth_year(number) <= today.year


def birth_year(number: str) -> int:
    """The year in a twelve-digit number: the fourth digit has century and sex (NĐ 137/2015)."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def sex(number: str) -> int:
    """0 is male, 1 female."""
    return int(number[3]) % 2


def age_on(day: date, born: date) -> int:
    """Whole years.  Who was born on 29 February is a year older on the 28th of other years: a term
    that ends in a month without its day ends on that month's last (Civil Code 2015, article 148).
    """
    tomorrow_is_march = (day.month, day.day) == (2, 28) and not _is_leap(day.year)
    reached = (2, 29) if tomorrow_is_march else (day.month, day.day)
    return day.year - born.year - (reached < (born.month, born.day))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _card(text: str, today: date) -> Scan:
    fields = _fields(text)
    if _is_health_card(fields):
        return Scan(HEALTH_CARD)
    is_labelled = text.lstrip().upper().startswith("CCCD:")
    if len(fields) < LEAST_FIELDS and not is_labelled:
        return Scan(RUBBISH)
    number = next((each for each in fields if _NUMBER.fullmatch(each)), "")
    if not number or not has_sense(number, today):
        return Scan(RUBBISH)
    sexes = {_SEXES[each.casefold()] for each in fields if each.casefold() in _SEXES}
    dates = [found for each in fields if (found := _date(each)) and found <= today]
    born = [each for each in dates if each.year == birth_year(number)]
    if (dates and not born) or (sexes and sex(number) not in sexes):
        return Scan(RUBBISH)  # read wrongly: the number says something else
    age = age_on(today, min(born)) if born else _age_of_year(number, today)
    return Scan(CITIZEN_CARD, identity=number, age=age)


def _fields(text: str) -> list[str]:
    """The fields without the labels that some readers write before them (``CCCD:``)."""
    return [_LABELLED.sub("", each.strip(), count=1).strip() for each in text.split("|")]


def _is_health_card(fields: Sequence[str]) -> bool:
    """Its number is another one, and its name is written as hexadecimal UTF-8."""
    if _HEALTH.fullmatch(fields[0].replace(" ", "")):
        return True
    name = fields[1] if len(fields) > 1 else ""
    if not _HEX.fullmatch(name) or (len(name) in (8, 12) and name.isdigit()):
        return False
    try:
        said = bytes.fromhex(name).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return said.isprintable() and any(each.isalpha() for each in said)


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _age_of_year(number: str, today: date) -> int:
    """The age that somebody born in that year has reached whatever the day."""
    return max(0, today.year - birth_year(number) - 1)
