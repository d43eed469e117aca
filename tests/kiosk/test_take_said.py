"""What the touch kiosk reads aloud: the sentences of each screen, and of this page only."""

from dataclasses import replace

import pytest

from kiosk.scene import compose, names_in
from kiosk.screens import TAKE, Happening, Screen
from kiosk.showing import Prefs
from kiosk.take_examples import OFFER, service, showings
from kiosk.take_said import said
from kiosk.words import load

ALL = dict(showings())
WORDS = {language: load(language) for language in ("vi", "en")}
SIZE = (1280, 800)


def hear(name, language="en", **fields):
    """The text, on a screen of that size, with usual spaces."""
    showing = replace(ALL[name], prefs=Prefs(language), **fields)
    page = names_in(compose(showing, SIZE, WORDS[language]))
    return said(showing, WORDS[language], page).replace("\N{NO-BREAK SPACE}", " ")


SENTENCES = {
    "groups": "Touch what you have come for. Civil status. Land and building. Social affairs. "
    "Results. Other matters.",
    "found": "Type what you have come for. Civil status and justice.",
    "not-found": "Type what you have come for. Nothing is called so. Please try another word.",
    "category": "Why do you have priority? Elderly. Disabled. Pregnant. Person of merit. "
    "Without priority.",
    "card": "People of 75 and over may have priority. Do you want it? Yes, with priority. "
    "Without priority.",
    "appointment": "Type the code of your appointment.",
    "number": "Your number: A 0 4 2. Please take your slip at: Bàn hướng dẫn tầng 1. "
    "Before you: 12.",
    "paperless": "Your number: A 0 4 2. Your slip did not come out. Remember this number or scan "
    "the code with a phone; the staff can print a slip.",
    "returned": "You are back in line. Your number: A 0 4 2. Keep your slip and wait to be called. "
    "Before you: 12.",
    "help": "The staff could not be told. Please go to the nearest counter. "
    "Hotline: 0228 3895 123.",
    "no-answer": "There is no connection at the moment. Please ask the staff for help.",
    "nothing-yet": "The list of services is being fetched…",
    "issuing": "",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentences_of_a_screen(name):
    assert hear(name) == SENTENCES[name]


def test_a_service_is_read_with_its_papers():
    assert hear("confirm", "vi") == (
        "Tư pháp – Hộ tịch. Chưa có người chờ. Mời ông/bà chuẩn bị sẵn giấy tờ: "
        "Căn cước công dân hoặc giấy tờ tùy thân còn hiệu lực. "
        "Giấy chứng nhận quyền sử dụng đất (bản gốc). Tờ khai theo mẫu (lấy tại quầy hướng dẫn)."
    )


def test_what_a_card_or_a_holiday_means_is_read_before_the_list():
    assert "You have priority. Land and environment." in hear("group")
    assert "Closed today: Giỗ Tổ Hùng Vương." in hear("holiday")
    assert "trade. No numbers now. Next numbers at 07:00 on 24/11. Culture" in hear("services")


def test_only_the_services_of_this_page_are_read():
    services = tuple(service(i, name_en=f"Matter {i}") for i in range(24))
    offer, seen = replace(OFFER, services=services, groups=()), []
    for page in range(3):
        visit = replace(ALL["pages"].visit, page=page)
        seen.append(hear("pages", offer=offer, visit=visit).count("Matter"))
    assert sum(seen) == 24 and max(seen) < 24


def test_what_the_server_said_of_a_number_is_read():
    problem = ALL["missed"].visit.problem
    assert hear("missed").endswith(problem)


def test_a_five_after_a_ten_is_said_as_people_say_it():
    visit = ALL["card"].visit
    younger = replace(visit, told=replace_age(visit.told, 15))
    assert "bảy" not in hear("card", "vi") and "7 mươi lăm" in hear("card", "vi")
    assert "mười lăm" in hear("card", "vi", visit=younger) and "75" in hear("card", "en")


def replace_age(told, age):
    return type(told)(**{f: getattr(told, f) for f in told.__struct_fields__} | {"age": age})


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", ALL)
def test_every_screen_that_has_the_button_has_something_to_say(name, language):
    can_hear = (ALL[name].screen, Happening.PREFERENCE) in TAKE
    assert (len(hear(name, language)) > 15) == can_hear
    assert can_hear or ALL[name].screen is Screen.ISSUING
