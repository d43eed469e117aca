"""A slip as a picture, drawn by a printer made of software from the bytes a real one would get."""

from datetime import datetime

from printer.profiles import PrinterProfile
from printer.render import render
from printer.virtual import VirtualPrinter
from server.plan import SlipLayout
from server.slip_layout import (
    ResultWords,
    SlipWords,
    Stationery,
    compose,
    result_words,
    ticket_words,
)
from server.slip_layout import Words as Filling
from server.words import Words

AT = datetime(2026, 11, 23, 8, 5)
DUE = datetime(2026, 11, 25, 15, 0)
SERVICE = {"vi": "Tư pháp - Hộ tịch", "en": "Justice - Civil status"}
PAPERS = {
    "vi": ("Căn cước hoặc hộ chiếu", "Giấy chứng sinh (bản chính)"),
    "en": ("Identity card or passport", "Birth record (original)"),
}
PLACE = {"vi": "Quầy trả kết quả, tầng 1", "en": "Result counter, ground floor"}
DOSSIER = "H42.50.05-261123-0975"


def sample(slip: str, language: str, stationery: Stationery, words: Words) -> Filling:
    """Words for the slip ``ticket`` or ``result`` in which every field but the reprint's and the
    appointment's has a value."""
    at, due = (each.replace(tzinfo=stationery.zone) for each in (AT, DUE))
    if slip == "result":
        place = PLACE.get(language, PLACE["vi"])
        found = ResultWords(dossier=DOSSIER, due_at=due, made_at=at, place=place, counter="3")
        return result_words(found, stationery)
    ticket = SlipWords(
        label="A042",
        secret="xem-truoc-khong-",
        service=SERVICE.get(language, SERVICE["vi"]),
        ahead=7,
        issued_at=at,
        session="",
        is_priority=True,
        wait_s=900.0,
        documents=PAPERS.get(language, PAPERS["vi"]),
        counters=("3", "5"),
    )
    return ticket_words(ticket, stationery, words.in_language(language))


def draw(layout: SlipLayout, words: Filling, language: str, profile: PrinterProfile) -> bytes:
    """The slip as PNG.

    :raises SlipError: if the printer can neither be sent nor drawn a letter.
    """
    printer = VirtualPrinter(profile)
    printer.feed(render(compose(layout, words, language), profile).data)
    return printer.slips()[-1]
