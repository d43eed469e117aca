"""What is read aloud of the touch kiosk's screens: what stands there, in sentences. Pure."""

import re
from collections.abc import Callable, Container, Iterator

from kiosk.screens import Screen
from kiosk.showing import Showing
from kiosk.take_words import (
    PRIORITY_WORDS,
    ahead,
    crowd,
    help_state,
    hotline,
    language_of,
    may_have_priority,
    name_of,
    notice,
    slip,
    state,
    to_type,
    why_nothing,
    without_slip,
)
from kiosk.visit import PRIORITIES, listed
from kiosk.words import Words

Say = Callable[[Showing, Words, Container[str]], Iterator[str]]
# The voice reads the five of 15 and 25 as a lone five, which sounds like a year.
_FIVES = re.compile(r"(?<!\d)([1-9])5(?!\d)")


def said(showing: Showing, words: Words, on_page: Container[str]) -> str:
    """The sentences of a screen, in the order they are read; empty where there are none.

    :param on_page: the names of the groups or services that this page of the list has
    """
    if showing.screen not in _SAY:
        return ""
    parts = (part.strip() for part in _SAY[showing.screen](showing, words, on_page))
    text = " ".join(part if part[-1] in ".?!…:" else f"{part}." for part in parts if part)
    return _FIVES.sub(_five, text) if language_of(showing) == "vi" else text


def _five(found: re.Match[str]) -> str:
    return "mười lăm" if found[1] == "1" else f"{found[1]} mươi lăm"


def sign_by_sign(label: str) -> str:
    """As numbers are called: `A042` is A 0 4 2."""
    return " ".join(label)


def _groups(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield words("Touch what you have come for")
    yield notice(showing, words)
    for group in showing.offer.groups:
        name = name_of(group, showing, words)
        if name in on_page:
            yield name
            if not any(each.is_open for each in showing.offer.of_group(group.code)):
                yield crowd(group, showing.offer, words)


def _services(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    if not listed(showing.offer, showing.visit, is_search=False):
        yield words("The list of services is being fetched…")
        return
    yield words("Touch what you have come for")
    yield notice(showing, words)
    yield from _names(showing, words, on_page, is_search=False)


def _search(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield words("Type what you have come for")
    if not listed(showing.offer, showing.visit, is_search=True):
        yield words("Nothing is called so. Please try another word.")
    yield from _names(showing, words, on_page, is_search=True)


def _names(
    showing: Showing, words: Words, on_page: Container[str], *, is_search: bool
) -> Iterator[str]:
    for service in listed(showing.offer, showing.visit, is_search=is_search):
        name = service.name_in(language_of(showing))
        if name in on_page:
            yield name
            if not service.is_open:
                yield state(service, showing.offer, words)


def _confirm(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    service = showing.offer.service(showing.visit.service)
    if service is None:
        yield showing.visit.service
        return
    yield service.name_in(language_of(showing))
    yield state(service, showing.offer, words)
    papers = service.documents_in(language_of(showing))
    if papers:
        yield words("Please have these papers ready:")
        yield from papers


def _category(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield words("Why do you have priority?")
    for name in PRIORITIES:
        yield words(PRIORITY_WORDS[name])
    yield words("Without priority")


def _card(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield may_have_priority(showing, words)
    yield words("Yes, with priority")
    yield words("Without priority")


def _keypad(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield to_type(showing, words)
    yield showing.visit.problem


def _number(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield from _label(words("Your number"), showing)
    yield slip(showing, words)
    yield ahead(showing, words)


def _paperless(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield from _label(words("Your number"), showing)
    if showing.slip != "none":
        yield words("Your slip did not come out.")
    yield without_slip(showing, words)


def _returned(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield words("You are back in line")
    yield from _label(words("Your number"), showing)
    yield words("Keep your slip and wait to be called.")
    yield ahead(showing, words)


def _label(before: str, showing: Showing) -> Iterator[str]:
    if showing.ticket:
        yield f"{before}: {sign_by_sign(showing.ticket.label)}"


def _help(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield help_state(showing, words)
    yield hotline(showing, words)


def _sorry(showing: Showing, words: Words, on_page: Container[str]) -> Iterator[str]:
    yield why_nothing(showing, words)
    yield words("Please ask the staff for help.")


_SAY: dict[Screen, Say] = {
    Screen.GROUPS: _groups,
    Screen.SERVICES: _services,
    Screen.SEARCH: _search,
    Screen.CONFIRM: _confirm,
    Screen.CATEGORY: _category,
    Screen.CARD: _card,
    Screen.KEYPAD: _keypad,
    Screen.NUMBER: _number,
    Screen.PAPERLESS: _paperless,
    Screen.RETURNED: _returned,
    Screen.HELP: _help,
    Screen.SORRY: _sorry,
}
