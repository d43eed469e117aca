"""What the touch kiosk says of the office and of a number, to be drawn or read aloud. Pure."""

from kiosk.showing import Showing
from kiosk.visit import MISSED, Offer, opening
from kiosk.wire import Group, Service
from kiosk.words import Words
from kiosk.words import mark as _

NOTE_WORDS = {
    "citizen_card": _("Your card was read and is not kept."),
    "priority": _("Your card was read and is not kept. You have priority."),
    "child": _("Children take a number without a card."),
    "health_card": _("That is a health insurance card. Please show the citizen's card."),
    "rubbish": _("That could not be read. Please show it again."),
}
PRIORITY_WORDS = {
    "elderly": _("Elderly"),
    "disabled": _("Disabled"),
    "pregnant": _("Pregnant"),
    "merit": _("Person of merit"),
}
# Before and after it is out.
_SLIP_HERE = (_("Your slip is being printed…"), _("Please take your slip."))
_SLIP_ELSEWHERE = (_("Your slip comes out at: {place}"), _("Please take your slip at: {place}"))
_HELP_WORDS = {
    "asking": _("One moment, please…"),
    "told": _("The staff have been told. Please wait here."),
    "coming": _("Somebody is coming to you."),
    "failed": _("The staff could not be told. Please go to the nearest counter."),
}
_SORRY_WORDS = {
    "closed": _("This service gives no numbers now."),
    "away": _("There is no connection at the moment."),
}


def language_of(showing: Showing) -> str:
    return showing.prefs.language or "vi"


def name_of(group: Group, showing: Showing, words: Words) -> str:
    return group.name_in(language_of(showing)) or words("Other matters")


def crowd(group: Group, offer: Offer, words: Words) -> str:
    """How many wait for a group's services, or that it gives no numbers."""
    services = offer.of_group(group.code)
    if not any(each.is_open for each in services):
        return words("No numbers now.")
    return _waiting(sum(each.waiting for each in services), words)


def state(service: Service, offer: Offer, words: Words) -> str:
    """How many wait, or why there are no numbers and when there are."""
    if not service.is_open:
        said = words("All numbers are taken." if service.why == "quota" else "No numbers now.")
        return f"{said} {_next_numbers(service, offer, words)}".strip()
    waits = _waiting(service.waiting, words)
    if service.counters_paused and not service.counters_open:
        return f"{waits}. {words('The counters take a short break.')}"
    return waits


def _waiting(count: int, words: Words) -> str:
    return words("Waiting: {count}" if count else "Nobody is waiting").format(count=count)


def _next_numbers(service: Service, offer: Offer, words: Words) -> str:
    time, day = opening(service.opens_at, offer)
    if not time:
        return ""
    said = words("Next numbers at {time} on {day}." if day else "Next numbers at {time}.")
    return said.format(time=time, day=day)


def notice(showing: Showing, words: Words) -> str:
    """On what was shown to the scanner; else on what is shut or has ended. Empty otherwise."""
    offer, note = showing.offer, showing.visit.note
    if note:
        return words(NOTE_WORDS.get(note, _("Please ask the staff for help.")))
    tongue = language_of(showing)
    ended = [
        f"{each.name_in(tongue)}: {each.notice_in(tongue)}" for each in offer.ended if each.notice
    ]
    return " ".join(part for part in (_shut(offer, words), *ended) if part)


def _shut(offer: Offer, words: Words) -> str:
    """When nothing is given at all: it is not the kiosk's fault. Empty otherwise."""
    if not offer.services or any(each.is_open for each in offer.services):
        return ""
    first = min(offer.services, key=lambda each: each.opens_at or "~")
    holidays = {each.holiday for each in offer.services if each.why == "day_off"}
    if len(holidays) == 1 and (holiday := holidays.pop()):
        said = words("Closed today: {holiday}.").format(holiday=holiday)
    else:
        said = words("No numbers are given now.")
    return f"{said} {_next_numbers(first, offer, words)}".strip()


def may_have_priority(showing: Showing, words: Words) -> str:
    said = words("People of {age} and over may have priority. Do you want it?")
    return said.format(age=showing.visit.told.age)


def to_type(showing: Showing, words: Words) -> str:
    """What the keypad is open for."""
    is_missed = showing.visit.keypad == MISSED
    said = "Type the number on your slip" if is_missed else "Type the code of your appointment"
    return words(said)


def slip(showing: Showing, words: Words) -> str:
    """Where the slip is."""
    table = _SLIP_ELSEWHERE if showing.place else _SLIP_HERE
    return words(table[showing.slip == "printed"]).format(place=showing.place)


def without_slip(showing: Showing, words: Words) -> str:
    """What to do with a number that is on no paper."""
    said = "Please remember this number, or scan the code with a phone."
    if showing.slip != "none":
        said = "Remember this number or scan the code with a phone; the staff can print a slip."
    return words(said)


def ahead(showing: Showing, words: Words) -> str:
    """How many are before this number; empty when that is nobody, or not known."""
    count = showing.ticket.ahead if showing.ticket else None
    return words("Before you: {count}").format(count=count) if count else ""


def help_state(showing: Showing, words: Words) -> str:
    return words(_HELP_WORDS.get(showing.visit.help, _("Please ask the staff for help.")))


def hotline(showing: Showing, words: Words) -> str:
    number = showing.offer.hall.hotline
    return words("Hotline: {hotline}").format(hotline=number) if number else ""


def why_nothing(showing: Showing, words: Words) -> str:
    """Why no number came of it: in the server's words, else in ours."""
    text = words(_SORRY_WORDS.get(showing.why, _("No number could be given.")))
    return showing.said or text
