"""The touch kiosk's screens with the longest content that is usual, in an office of nine fields.

Made up: for pictures to look at, and for the tests that measure them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kiosk.hall_wire import Zone
from kiosk.screens import Screen
from kiosk.showing import Prefs, Showing
from kiosk.visit import Offer, Visit, grouped
from kiosk.wire import Card, Group, Service, Ticket, Told

OFFICE = "Trung tâm Phục vụ hành chính công xã Giao Thủy"
NAMES = [
    ("Tư pháp – Hộ tịch", "Civil status and justice"),
    ("Đất đai – Môi trường", "Land and environment"),
    ("Lao động – Thương binh và Xã hội", "Labour, war invalids and social affairs"),
    ("Nông nghiệp và Phát triển nông thôn", "Agriculture and rural development"),
    ("Xây dựng – Công thương", "Building, industry and trade"),
    ("Văn hóa – Thông tin", "Culture and information"),
    ("Bảo hiểm xã hội", "Social insurance"),
    ("Công an – Cư trú, căn cước", "Police: residence and ID cards"),
    ("Trả kết quả", "Results"),
]
PAPERS = [
    "Căn cước công dân hoặc giấy tờ tùy thân còn hiệu lực",
    "Giấy chứng nhận quyền sử dụng đất (bản gốc)",
    "Tờ khai theo mẫu (lấy tại quầy hướng dẫn)",
]
MANY = [f"Giấy tờ số {i}: bản sao có chứng thực giấy đăng ký kết hôn" for i in range(12)]
TOMORROW = "2026-11-24T00:00:00.000Z"
TICKET = Ticket(1, "A042", ahead=12, link="/t/1Xq9zkP3v7Qm")
CLOSED = (
    "Tài nguyên môi trường hôm nay không cấp số (Ngày Văn hóa Việt Nam). Cấp số tiếp: 07:00 25/11."
)


def service(i: int, **fields: Any) -> Service:
    """Field `i`, of nine that come again."""
    name, name_en = NAMES[i % len(NAMES)]
    usual: dict[str, Any] = {
        "waiting": i * 5,
        "why": "open",
        "prefix": chr(65 + i),
        "counters_open": 1,
    }
    more: dict[str, Any] = {
        "name_en": name_en,
        "prefix": chr(65 + i),
        "documents": {"vi": PAPERS},
        "has_slots": True,
    }
    return Service(chr(65 + i), name, **(usual | more | fields))


SERVICES = (
    *(service(i) for i in range(4)),
    service(4, is_open=False, why="over", opens_at=TOMORROW),
    service(5, is_open=False, why="quota", opens_at=TOMORROW),
    service(6, counters_open=0, counters_paused=2),
    service(7, documents={"vi": MANY}),
    service(8),
)
GROUPS = grouped(
    SERVICES,
    (
        Group("people", "Hộ tịch, chứng thực, cư trú, căn cước", "Civil status", ["A", "H"]),
        Group("land", "Đất đai, xây dựng, môi trường", "Land and building", ["B", "E"]),
        Group("social", "Lao động, chính sách xã hội", "Social affairs", ["C", "G"]),
        Group("result", "Trả kết quả", "Results", ["I"]),
    ),
)
HALL = Zone("hall", hotline="0228 3895 123", timezone="Asia/Ho_Chi_Minh")
OFFER = Offer(SERVICES, (), GROUPS, HALL, "2026-11-23")
MANY_SERVICES = replace(OFFER, services=tuple(service(i) for i in range(24)), groups=())
SHUT = replace(
    OFFER,
    services=tuple(
        service(i, is_open=False, why="day_off", holiday="Giỗ Tổ Hùng Vương", opens_at=TOMORROW)
        for i in range(5)
    ),
    ended=(service(8, notice="Từ 01/11 mời ông/bà đến Trung tâm tỉnh, 12 Trần Hưng Đạo."),),
    groups=(),
)

_BASE = Showing(
    Screen.GROUPS,
    office=OFFICE,
    offer=OFFER,
    prefs=Prefs("vi"),
    languages=("vi", "en"),
    voices=("vi", "en"),
)
_PROBLEM = "Hôm nay không có số A04. Mời ông/bà xem lại số trên phiếu."
_VISITS = {
    "groups": (Screen.GROUPS, Visit()),
    "services": (Screen.SERVICES, Visit()),
    "group": (Screen.SERVICES, Visit(group="land", note="priority")),
    "search": (Screen.SEARCH, Visit()),
    "found": (Screen.SEARCH, Visit(typed="tu phap")),
    "not-found": (Screen.SEARCH, Visit(typed="xyz")),
    "confirm": (Screen.CONFIRM, Visit(service="A")),
    "many-papers": (Screen.CONFIRM, Visit(service="H")),
    "with-a-card": (Screen.CONFIRM, Visit(service="B", card=Card("x", "elderly"))),
    "shut-meanwhile": (Screen.CONFIRM, Visit(service="E")),
    "category": (Screen.CATEGORY, Visit(service="A")),
    "card": (Screen.CARD, Visit(told=Told(age=75))),
    "missed": (Screen.KEYPAD, Visit(keypad="missed", typed="A04", problem=_PROBLEM)),
    "appointment": (Screen.KEYPAD, Visit(keypad="appointment", typed="12345678")),
    "help": (Screen.HELP, Visit(help="failed")),
}


def examples(languages: tuple[str, ...], voices: tuple[str, ...]) -> Iterator[tuple[str, Showing]]:
    """Each screen by its name."""
    for name, showing in showings():
        yield f"take-{name}", replace(showing, languages=languages, voices=voices)
    for name, prefs in (("larger", Prefs(is_large=True)), ("contrast", Prefs(has_contrast=True))):
        groups = replace(_BASE, languages=languages, voices=voices, prefs=prefs)
        yield f"take-groups-{name}", groups
        confirm = replace(groups, screen=Screen.CONFIRM, visit=Visit(service="A"))
        yield f"take-confirm-{name}", confirm


def showings() -> Iterator[tuple[str, Showing]]:
    """In Vietnamese, in usual letters, with a voice."""
    for name, (screen, visit) in _VISITS.items():
        yield name, replace(_BASE, screen=screen, visit=visit)
    yield "away", replace(_BASE, screen=Screen.SERVICES, visit=Visit(group="land"), is_away=True)
    yield "pages", replace(_BASE, screen=Screen.SERVICES, offer=MANY_SERVICES, visit=Visit(page=1))
    yield "holiday", replace(_BASE, screen=Screen.SERVICES, offer=SHUT)
    yield "nothing-yet", replace(_BASE, screen=Screen.SERVICES, offer=Offer())
    number = replace(_BASE, screen=Screen.NUMBER, ticket=TICKET, slip="printed")
    yield "number", replace(number, place="Bàn hướng dẫn tầng 1")
    yield "returned", replace(number, screen=Screen.RETURNED)
    link = "http://192.168.10.5:8080/t/1Xq9zkP3v7Qm"
    yield "paperless", replace(number, screen=Screen.PAPERLESS, slip="failed", link=link)
    yield "issuing", replace(_BASE, screen=Screen.ISSUING)
    yield "refused", replace(_BASE, screen=Screen.SORRY, why="closed", said=CLOSED)
    yield "no-answer", replace(_BASE, screen=Screen.SORRY, why="away", visit=Visit(can_retry=True))
