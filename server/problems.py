"""Errors as RFC 9457 problem documents with a title a person can act on.

Each code has one sentence, English here as the catalogues' key, Vietnamese in
``locale/vi``; ``{…}`` are filled from the error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from server.errors import Malformed, OfficeError, Refused, Said, StoreFailed, Unknown

TYPE = "application/problem+json"

SENTENCES: Mapping[str, str] = {
    "no_such_service": "There is no service {service}: choose one from the list.",
    "no_such_ticket": "There is no such number: check it, or take a new one.",
    "no_such_counter": "There is no counter {counter}: check the number of the counter.",
    "no_such_zone": "There is no zone {zone} in the set-up: look at the list there.",
    "zone_silent": "Nothing is spoken in zone {zone}: choose first where its calls are spoken.",
    "no_such_notice": "There is no notice {file}.",
    "no_such_picture": "There is no picture {file}.",
    "no_such_priority": "There is no such priority: choose one of {known}.",
    "no_such_role": "There is no such role: choose one of {known}.",
    "no_such_device": "There is no such device: look at the list of devices again.",
    "no_tablet_there": "There is no tablet at this address: read it again on the pairing screen.",
    "no_such_announcement": "This sentence is no longer kept: it was spoken too long ago.",
    "no_such_prompt": "Nothing can be read aloud here: ask the administrator about the voice.",
    "no_such_line": "The strip has no line {line}: read the number at its beginning again.",
    "no_such_help": "Nobody asked for this help: look at the list again.",
    "no_such_slip": "There is no such slip: ask for it once more.",
    "bad_dossier": "This is no code of a dossier: type it as H42.50.05-261123-0975.",
    "bad_due": "The result must be ready later than now, and within two years: check the date.",
    "no_such_setting": "There is no {key} in the set-up: look at the list again.",
    "bad_setup": "The set-up cannot be so: {detail}",
    "setting_past": "{key} holds already, and old days are read by old rules: "
    "choose {today} or a later day.",
    "still_in_hand": "This counter still has {label}: finish it or mark it as not present first.",
    "nothing_in_hand": "This counter has called nobody: call the next number first.",
    "wrong_state": "{label} is {state} now: look at the list again.",
    "no_such_clerk": "There is nobody called {name} here: choose somebody from the list.",
    "no_such_time": "There is no such time: choose one of {known}.",
    "reason_needed": "A correction needs a reason: write one.",
    "wrong_order": "The times of {label} would not be in order: check the time.",
    "closed_now": "{name} gives no numbers now. Next numbers: {at}.",
    "closed_today": "{name} gives no numbers today ({holiday}). Next numbers: {at}.",
    "service_ended": "{name} is not served here any more. {notice}",
    "quota_reached": "All numbers of {name} are taken for now. Next numbers: {at}.",
    "numbers_used_up": "There are no numbers left in this row: tell the staff.",
    "not_missed": "{label} is {state}: it is not one that was missed.",
    "numbers_given": "Numbers of {key} are given already for {day}: choose a later day.",
    "people_wait": "Nobody would be left to serve those who wait for {names} ({n}): call or move "
    "them first, or let the change hold from tomorrow.",
    "too_soon": "{label} was called a moment ago: press again if you mean it.",
    "too_late_to_requeue": "{label} was called too long ago (more than {minutes} minutes): "
    "take a new number.",
    "no_such_appointment": "There is no appointment with this code: read it again.",
    "no_such_slot": "There is no appointment at {start} on {day}: choose a time from the list.",
    "no_appointments": "{name} makes no appointments: take a number at the office.",
    "no_hours": "{name} has no opening hours in the set-up, so it has no appointments: "
    "tell the office.",
    "no_home_numbers": "{name} gives no numbers from home: take one at the office.",
    "day_not_offered": "That day cannot be chosen: choose one from today to {until}.",
    "day_off": "{name} is closed on {day}: choose another day.",
    "day_full": "All numbers of {name} on {day} are taken: choose another day.",
    "slot_past": "{start} has begun already: choose a later time.",
    "slot_full": "All places at {start} are taken: choose another time.",
    "bad_identity": "An identity number has 12 digits, or 9 on an old card: type it again.",
    "person_day": "This person holds {n} numbers or appointments for that day, as many as one may: "
    "give one back, or choose another day.",
    "person_service": "This person holds {n} of {name} for that day, as many as one may: "
    "give it back, or choose another day.",
    "scan_over": "The card was shown too long ago: show it again.",
    "not_today": "{label} is a number for {day}: it cannot be called today.",
    "other_day": "This appointment is for {at}: come then.",
    "too_early": "This appointment is at {at}: come from {come} on.",
    "too_late": "This appointment was for {at}, and a place is kept for {minutes} minutes: "
    "take a number.",
    "appointment_over": "This appointment holds no more: it was used, given back, or is over.",
    "too_many_requests": "Too many requests from here: wait ten minutes, or ask the staff.",
    "wrong_codes": "Too many wrong codes: wait {seconds} seconds, then type it again, or ask the "
    "staff.",
    "no_such_printer": "There is no printer {key} in office.toml: look at the list again.",
    "no_slip": "{label} was given without a slip: write the number down for the citizen.",
    "visit_ended": "The visit of {label} is over: it needs no slip any more.",
    "slip_under_way": "The slip of {label} is on its way: wait a moment, then look at {place}.",
    "slip_held": "The printer at {place} still holds the slip of {label} and will print it: "
    "put in paper, close the cover, and wait ten seconds.",
    "copies_used_up": "{label} has had another slip {n} times, as often as one may: "
    "write the number down.",
    "no_printer_ready": "No printer is ready for {label}: look after the printer at {place}, "
    "then press again.",
    "nothing_to_undo": "There is nothing to take back at counter {counter}.",
    "too_late_to_undo": "A step can be taken back for {seconds} seconds only: it is too late now.",
    "changed_since": "{label} has gone on since: it cannot be taken back any more.",
    "other_counter": "{label} was not served at this counter, so it is not rated here.",
    "not_served": "{label} has not been served to the end, so it cannot be rated yet.",
    "window_closed": "The time for rating {label} is over.",
    "already_rated": "{label} has been rated already.",
    "no_such_score": "There is no such answer here: choose one of {known}.",
    "no_such_photo": "There is no photo to show now.",
    "no_such_answer": "There is no such answer: look at the list again.",
    "already_contested": "This answer has been contested already.",
    "already_judged": "This contest has been decided already.",
    "not_contested": "Nobody contests this answer.",
    "own_contest": "Nobody decides their own contest: ask another manager.",
    "why_needed": "Say why: write a reason.",
    "key_reused": "This Idempotency-Key was used for another request: make a new one.",
    "key_missing": "This request needs an Idempotency-Key header of 1 to 128 visible characters.",
    "counter_needed": "A token for a counter needs the number of its counter.",
    "bad_name": "A name is 1 to 64 visible characters, without spaces around it.",
    "no_picture": "This is no picture that can be used: choose a JPEG, PNG or WebP file of up to "
    "10 MB.",
    "bad_badge": "A badge has 1 to 32 visible characters, without spaces around it.",
    "bad_password": "A password has visible characters only: check the encoding.",
    "short_password": "A password needs at least 8 characters.",
    "name_taken": "There is somebody called {name} already: choose another name.",
    "wrong_sign_in": "Name or password is wrong: try again.",
    "too_many_sign_ins": "Too many tries: wait a minute, then try again.",
    "bad_csrf": "This page is too old: load it again.",
    "sign_in": "Sign in first, or send the bearer token of this program.",
    "bad_seal": "This request is not from a tablet of this office: pair the tablet.",
    "stale_seal": "The tablet reckons by another time: it asks once more by itself.",
    "unpaired": "This tablet was unpaired: pair it again.",
    "seal_needed": "A paired tablet seals its requests: install this version on the tablet.",
    "too_many_seals": "Too many requests that are not from a tablet of this office: wait a minute.",
    "not_yours": "This is not for your role: ask the administrator.",
    "bad_body": "The request cannot be read: {detail}",
    "bad_query": "The address has a wrong value: {detail}",
    "wrong_code": "The code is not the one on the tablet's screen: read it again.",
    "wrong_pin": "This is not the PIN: read it again.",
    "too_many_pins": "Too many wrong PINs: wait a minute.",
    "not_asking": "No tablet is asking: open the pairing screen on the tablet.",
    "too_many_tries": "Too many tries: wait a minute, then type the new code on the screen.",
    "bad_address": "This is no address of a tablet: type it as 10.0.0.7:47110.",
    "too_many_addresses": "Tablets at {most} addresses are remembered already, as many as can be.",
    "tablet_unreachable": "The tablet does not answer: check its network, then try again.",
    "too_many_streams": "Too many live streams: try again in a moment.",
    "store_failed": "The office's disk does not take anything in: tell the administrator. "
    "Nothing was changed.",
    "not_found": "There is nothing at this address.",
    "method_not_allowed": "This address does not take this kind of request.",
    "too_large": "The request is too large.",
    "unsupported_media_type": "Send JSON with the header Content-Type: application/json.",
    "bad_request": "The request cannot be read.",
    "trouble": "Something went wrong in the server; it is in the log. Try again.",
}

STATUS_CODES: Mapping[int, str] = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}


@dataclass(frozen=True)
class Reader:
    """Who is told: the language, and the catalogue's translation into it."""

    language: str
    translate: Callable[[str], str]


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The document."""

    type: str
    title: str
    status: int
    detail: str = ""
    state: str = ""


class HttpRefusal(Exception):
    """An answer that only HTTP has: who is not signed in, who may not, who sent nonsense."""

    def __init__(self, status: int, code: str, **about: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.about = about


def status_of(error: OfficeError) -> int:
    """The status that each kind of office error has."""
    match error:
        case Unknown():
            return HTTPStatus.NOT_FOUND
        case Refused():
            return HTTPStatus.CONFLICT
        case Malformed():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def problem(status: int, code: str, about: Mapping[str, object], reader: Reader) -> Problem:
    """The document for *code* in the asker's language."""
    return Problem(
        type=f"/problems/{code}",
        title=sentence(code, about, reader),
        status=status,
        detail=str(about.get("detail", "")),
        state=str(about.get("state", "")),
    )


def sentence(code: str, about: Mapping[str, object], reader: Reader) -> str:
    """What *code* says to *reader*."""
    words = {key: _word(value, reader) for key, value in about.items()}
    return reader.translate(SENTENCES[code]).format_map(words).strip()


def of_office(error: OfficeError, reader: Reader) -> Problem:
    """The document for an office error."""
    return problem(status_of(error), error.code, error.about, reader)


def of_store(error: StoreFailed, reader: Reader) -> Problem:
    """The document for a disk that takes nothing in."""
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "store_failed", {"detail": str(error)}, reader)


def _word(value: object, reader: Reader) -> str:
    """States are words of ours and have translations, words of the office are said in both
    languages; labels and numbers are as they are."""
    if isinstance(value, Said):
        return value.in_language(reader.language)
    if isinstance(value, str) and value.isidentifier():
        return reader.translate(value)
    return str(value)
