"""What a screen of a zone is told: its counters, languages and notices, and today's hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from server import schedule
from server.plan import Plan, Zone
from server.words import LANGUAGES, Translate, Words

OFFICE_HOURS = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A file to show: *kind* is still or video; a still stays for *seconds*, a video has 0."""

    url: str
    kind: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallZone:
    """A part of the hall.

    *counters* are those of today, all of them where the zone *is_whole*.  *titles*, *ticker* and
    *hours* are by language.  Somebody who missed a call may come back for *requeue_min* minutes, 0
    for not at all.
    """

    name: str
    titles: dict[str, str]
    counters: list[str]
    is_whole: bool
    languages: list[str]
    voice: str
    ticker: dict[str, str]
    notices: list[Notice]
    hours: dict[str, str]
    office: str
    hotline: str
    requeue_min: int


def hall_zone(
    zone: Zone, plan: Plan, notices: Sequence[Notice], words: Words, office: tuple[str, str]
) -> HallZone:
    """*zone* on the day of *plan*; *office* is its name and its hotline."""
    name, hotline = office
    return HallZone(
        name=zone.name,
        titles={language: zone.titles.in_language(language) for language in LANGUAGES},
        counters=[each for each in plan.counters if zone.has(each)],
        is_whole=not zone.counters,
        languages=list(zone.languages),
        voice=zone.voice,
        ticker=dict(zone.ticker),
        notices=list(notices),
        hours={each: hours_text(plan, words.in_language(each)) for each in LANGUAGES},
        office=name,
        hotline=hotline,
        requeue_min=plan.rules.requeue_min,
    )


def hours_text(plan: Plan, translate: Translate) -> str:
    """The sessions of the office's day in one line; empty where no hours are set up."""
    if OFFICE_HOURS not in plan.schedules:
        return ""
    today = schedule.sessions(plan, OFFICE_HOURS, plan.day)
    if not today:
        name = schedule.working_day(plan, plan.day).name
        return translate("Closed today ({name})").format(name=name) if name else _shut(translate)
    names = {"morning": translate("Morning"), "afternoon": translate("Afternoon")}
    said = []
    for session in today:
        hours = f"{names.get(session.name, session.name)} {session.opens}–{session.closes}"
        if (until := schedule.gives_until(session)) < session.closes:
            hours += " " + translate("(numbers until {time})").format(time=until)
        said.append(hours)
    return " · ".join(said)


def _shut(translate: Translate) -> str:
    return translate("Closed today")
