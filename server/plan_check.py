"""What a set-up must not say: each record alone, and the plan that all of them make together.

Values are bounded here too: nothing that a form can send may be larger than a person would mean.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from server import labels
from server.plan import (
    Counter,
    Numbering,
    Plan,
    Printer,
    Rating,
    Rules,
    Schedule,
    Service,
    SlipLayout,
    SpecialDay,
    Zone,
)
from server.rating_check import check_rating
from server.schedule_check import check_schedule, check_special_day
from server.slip_check import (
    DOCUMENTS,
    LONGEST_DOCUMENT,
    check_language,
    check_slip,
    check_text,
)
from server.zone_check import LINH, VOICES, check_zone

LONGEST_KEY = 32
LONGEST_TEXT = 500
LARGEST = 1_000_000
NARROWEST_DOTS = 320
BOUNDS = {
    (Service, "home_days"): (-1, 366),
    (Service, "slot_min"): (0, 1440),
    (Service, "slot_capacity"): (1, 10_000),
    (Service, "slot_days"): (1, 366),
    (Numbering, "width"): (1, 6),
    (Rules, "ordinary_per_priority"): (1, 1000),
    (Rules, "undo_s"): (1, 3600),
    (Rules, "requeue_min"): (1, 1440),
    (Rules, "max_calls"): (0, 100),
    (Rating, "levels"): (3, 5),
    (Rating, "low"): (0, 3),
    (Rating, "window_s"): (5, 3600),
    (Rating, "phone_window_min"): (0, 10_080),
    (Rating, "least_count"): (5, 10_000),
    (Printer, "tcvn_lower_page"): (-1, 255),
    (Printer, "tcvn_upper_page"): (-1, 255),
    (Printer, "cp1258_page"): (-1, 255),
    (Printer, "dots"): (0, 1000),
    (Printer, "roll_m"): (0, 1000),
    (Printer, "warn_m"): (0, 1000),
    (Zone, "times"): (1, 3),
    (Zone, "still_s"): (3, 600),
}
"""The least and the most; ``0`` to a million for all others."""
WORDS = {
    (Counter, "order"): ("arrival", "listed", "weights"),
    (Numbering, "restart"): ("day", "session", "never"),
    (Rules, "priority"): ("ratio", "strict"),
    (Printer, "vietnamese"): ("", "picture", "tcvn3", "cp1258", "utf8", "glyphs"),
    (SlipLayout, "name"): ("ticket", "result"),
    (Zone, "voice"): VOICES,
    (Zone, "linh"): LINH,
}
"""What a text may be where it may not be anything."""


def check_record(record: Any, key: str, where: str) -> None:
    """*record*, whose key is *key*, on its own.

    :raises ValueError: naming the key and what would be right.
    """
    if not (0 < len(key) <= LONGEST_KEY and key.isprintable() and key.strip() == key):
        raise ValueError(f"{where}: {key!r} names nothing: write 1 to {LONGEST_KEY} characters")
    if "/" in key:  # it stands in addresses
        raise ValueError(f"{where}: {key!r} has a slash: leave it out")
    for each in fields(record):
        _check_value(record, each.name, f"{where}.{each.name}")
    if isinstance(record, Service | Counter):
        _check_languages(record, where)
    elif isinstance(record, Schedule):
        check_schedule(record)
    elif isinstance(record, SpecialDay):
        check_special_day(record)
    elif isinstance(record, Numbering):
        labels.check_numbering(record)
    elif isinstance(record, SlipLayout):
        check_slip(record, where)
    elif isinstance(record, Printer):
        _check_printer(record, where)
    elif isinstance(record, Zone):
        check_zone(record, where)
    elif isinstance(record, Rating):
        check_rating(record, where)


def _check_value(record: Any, name: str, where: str) -> None:
    value, field = getattr(record, name), (type(record), name)
    if type(value) is int:
        least, most = BOUNDS.get(field, (0, LARGEST))
        if not least <= value <= most:
            raise ValueError(f"{where} = {value}: write a number from {least} to {most}")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise ValueError(f"{where}: {len(value)} characters are too many: {LONGEST_TEXT} at most")
    if isinstance(value, str) and not value.isprintable():
        raise ValueError(f"{where}: write visible characters on one line")
    if field in WORDS and value not in WORDS[field]:
        raise ValueError(f"{where} = {value!r}: write one of {', '.join(WORDS[field])}")


def _check_printer(record: Printer, where: str) -> None:
    if record.stand_in == record.name:
        raise ValueError(f"{where}.stand_in: name another printer than {record.name!r} itself")
    if 0 < record.dots < NARROWEST_DOTS or record.dots % 8:
        raise ValueError(
            f"{where}.dots = {record.dots}: write 0, or a multiple of 8 from {NARROWEST_DOTS}, "
            "as 384 for paper of 58 mm and 576 for 80 mm"
        )
    if record.roll_m and record.warn_m >= record.roll_m:
        raise ValueError(f"{where}.warn_m = {record.warn_m}: write less than roll_m")


def _check_documents(record: Service, where: str) -> None:
    for language, papers in record.documents.items():
        check_language(language, f"{where}.documents")
        if len(papers) > DOCUMENTS:
            raise ValueError(
                f"{where}.documents.{language}: {len(papers)} are too many for a slip: "
                f"{DOCUMENTS} at most"
            )
        for n, paper in enumerate(papers):
            check_text(paper, f"{where}.documents.{language}[{n}]", LONGEST_DOCUMENT)


def _check_languages(record: Service | Counter, where: str) -> None:
    if isinstance(record, Service):
        if not record.name.strip():
            raise ValueError(f"{where}.name is empty: write what people call it")
        _check_documents(record, where)
    if isinstance(record, Counter):
        for language in record.languages:
            check_language(language, f"{where}.languages")


def check_plan(plan: Plan) -> None:
    """That the records of one day fit together.

    :raises ValueError: naming the record that does not fit, and why.
    """
    for service in plan.services.values():
        _check_service(plan, service)
    for counter in plan.counters.values():
        _check_counter(plan, counter)
    for zone in plan.zones.values():
        _check_known(zone.counters, plan.counters, f"zone {zone.name!r}.counters", plan)
    labels.check_numberings(plan)


def _check_service(plan: Plan, service: Service) -> None:
    where = f"service {service.code!r}"
    if service.numbering:
        _check_known([service.numbering], plan.numberings, f"{where}.numbering", plan)
    if service.schedule != "office":  # an office without a schedule gives numbers at any time
        _check_known([service.schedule], plan.schedules, f"{where}.schedule", plan)


def _check_counter(plan: Plan, counter: Counter) -> None:
    where = f"counter {counter.number!r}"
    _check_known(counter.services, plan.services, f"{where}.services", plan)
    _check_known(counter.weights, counter.services, f"{where}.weights", plan)
    _check_known(counter.sessions, counter.services, f"{where}.sessions", plan)
    if len(set(counter.services)) < len(counter.services):
        raise ValueError(f"{where}.services: a service is there twice: write each once")
    for service, weight in counter.weights.items():
        if not 1 <= weight <= 1000:
            raise ValueError(f"{where}.weights.{service} = {weight}: write a number from 1 to 1000")


def _check_known(names: Iterable[str], known: Iterable[str], where: str, plan: Plan) -> None:
    there = list(known)
    for name in names:
        if name not in there:
            raise ValueError(
                f"{where}: {name!r} is not there on {plan.day}; there: {', '.join(there) or 'none'}"
            )
