"""What the touch kiosk's page reads aloud: its fixed sentences, and the office's own words."""

import re
from collections.abc import Mapping

from server.plan import Plan

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "kiosk-choose": ("Touch what you came for",),
    "kiosk-others": ("Other matters",),
    "kiosk-search": ("Type what you came for",),
    "kiosk-waiting": ("Waiting: {n}",),
    "kiosk-nobody-waits": ("Nobody is waiting.",),
    "kiosk-resting": ("The counter takes a break: you can take a number and wait.",),
    "kiosk-used-up": ("All numbers are taken.",),
    "kiosk-shut": ("No numbers are given now.",),
    "kiosk-papers": ("Please have these papers ready:",),
    "kiosk-take": ("Take a number",),
    "kiosk-priority": (
        "Take a priority number",
        "for the elderly, the disabled, the pregnant, people of merit",
    ),
    "kiosk-category": (
        "Why do you have priority?",
        *("Elderly", "Disabled", "Pregnant", "Person of merit", "Without priority"),
    ),
    "kiosk-card": ("Card read", "Yes, with priority", "Without priority"),
    "kiosk-missed": ("Type the number on your slip",),
    "kiosk-appointment": ("Type the code of your appointment, or scan it",),
    "kiosk-number": ("Your number",),
    "kiosk-ahead": ("Waiting before you: {ahead}",),
    "kiosk-first": ("You are next.",),
    "kiosk-printing": ("Your slip is being printed…",),
    "kiosk-printed": ("Please take your slip",),
    "kiosk-paperless": (
        "The slip did not come out: remember the number, or take it along with your phone's "
        "camera. The staff can print a slip.",
    ),
    "kiosk-no-printer": ("Remember the number, or take it along with your phone's camera.",),
    "kiosk-returned": ("You are back in line",),
    "kiosk-keep": ("Keep your slip and wait to be called.",),
    "kiosk-unreachable": ("There is no connection just now. Please try again, or ask the staff.",),
    "kiosk-guide": ("If it does not work, the guide in the hall will help you.",),
    "kiosk-help-asking": ("One moment…",),
    "kiosk-help-told": ("The staff have been told. Please wait here.",),
    "kiosk-help-coming": ("Somebody is coming to you.",),
    "kiosk-help-failed": ("The staff could not be told: please go to the nearest counter.",),
}
"""As the catalogues know them.  A figure stands at a sentence's end and is read after it."""

_NUMBER = re.compile(r"number-(\w{1,12})")
_OWN = re.compile(r"(group|service|papers)-([A-Za-z0-9_-]{1,32})")


def label_in(name: str) -> str:
    """The number or label that the prompt ``number-A042`` says; ``""`` for another prompt."""
    found = _NUMBER.fullmatch(name)
    return found[1] if found else ""


def is_own(name: str) -> bool:
    """Whether what the prompt *name* says is in the office's set-up."""
    return _OWN.fullmatch(name) is not None


def own_words(plan: Plan, name: str, language: str) -> tuple[str, ...]:
    """What the prompt *name* says by *plan*: the name of a group or a service, or the papers to
    bring for it; nothing where the plan has none."""
    found = _OWN.fullmatch(name)
    if found is None:
        return ()
    kind, code = found.groups()
    if kind == "group":
        group = plan.groups.get(code)
        return () if group is None else (group.names.in_language(language),)
    service = plan.services.get(code)
    if service is None:
        return ()
    return service.documents_in(language) if kind == "papers" else (service.name_in(language),)
