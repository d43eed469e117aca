"""Halls of many kinds, with the longest content that is usual."""

from dataclasses import replace

from kiosk.board_showing import BoardScreen, BoardShowing, Call
from kiosk.hall_wire import HallService, Zone

OFFICE = "Trung tâm Phục vụ hành chính công xã Giao Thủy"
NAMES = [
    ("Tư pháp – Hộ tịch", "Justice and civil status"),
    ("Tài nguyên và Môi trường – Đất đai", "Natural resources and environment – land"),
    ("Lao động – Thương binh và Xã hội", "Labour, invalids and social affairs"),
    ("Nông nghiệp và Phát triển nông thôn", "Agriculture and rural development"),
]
ZONE = Zone(
    "hall",
    titles={"vi": "Khu A", "en": "Zone A"},
    ticker={
        "vi": "Bản sao chứng thực nộp trước 15 giờ được trả trong ngày. Công dân có thể đặt lịch "
        "hẹn và lấy số tại nhà. Cán bộ không nhận tiền ngoài biểu phí niêm yết.",
        "en": "Certified copies handed in before 15:00 are returned the same day.",
    },
    hours={
        "vi": "Sáng 07:30–11:30 (lấy số đến 11:00) · Chiều 13:30–17:00 (lấy số đến 16:30)",
        "en": "Morning 07:30–11:30 (numbers until 11:00) · "
        "Afternoon 13:30–17:00 (numbers until 16:30)",
    },
    requeue_min=30,
    office=OFFICE,
    hotline="0228 3895 110",
)


def services(count):
    return tuple(
        HallService(
            *(chr(65 + i % 26), *NAMES[i % 4]),
            waiting=(i * 7) % 23,
            next=tuple(f"{chr(65 + i % 26)}{n:03d}" for n in range(43, 48)) if i % 3 else (),
        )
        for i in range(count)
    )


def calls(count, flashing=1):
    return tuple(
        Call(i, f"{chr(65 + i % 9)}{42 + i:03d}", str(count - i), i < flashing, i < flashing)
        for i in range(count)
    )


def hall(counters, busy=None, **fields):
    showing = BoardShowing(
        BoardScreen.HALL,
        ZONE,
        "http://10.0.0.5:8080",
        clock="09:41",
        date="24/11/2026",
        calls=calls(counters if busy is None else busy),
        counters=counters,
        services=services(min(9, max(2, counters))),
        missed=("A012", "B007", "C031", "A035", "D002", "A040"),
        paused=("2", "5"),
        closed=("3", "7", "8", "9"),
    )
    return replace(showing, **fields)


def pictures():
    """A name and what is shown, each in both languages."""
    cases = {
        "one": hall(1, missed=(), paused=()),
        "four": hall(4),
        "eight": hall(8),
        "eight-few-busy": hall(8, busy=3),
        "thirty": hall(30),
        "stale": hall(8, stale_since="09:38"),
        "thirty-stale": hall(30, stale_since="09:38", is_silent=True),
        "nobody": hall(8, busy=0, missed=(), paused=()),
        "bare": hall(4, zone=Zone("hall"), missed=(), paused=(), services=()),
        "twenty-services": hall(12, services=services(20)),
        "connecting": BoardShowing(BoardScreen.CONNECTING, ZONE, "http://10.0.0.5:8080"),
        "no-zone": BoardShowing(BoardScreen.NO_ZONE, Zone("west"), "http://10.0.0.5:8080"),
    }
    for name, showing in cases.items():
        for language in ("vi", "en"):
            yield f"{name}-{language}", replace(showing, language=language)
