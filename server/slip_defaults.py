"""What stands on the slips of an office that has said nothing of them."""

from server.plan import Plan, SlipLayout, SlipPart


def _text(vi: str, en: str = "", *, size: int = 1, bold: bool = False, when: str = "") -> SlipPart:
    said = {"vi": vi, "en": en} if en else {"vi": vi}
    return SlipPart(kind="text", text=said, size=size, bold=bold, when=when)


TICKET = SlipLayout(
    name="ticket",
    part=(
        _text("IN LẠI", "REPRINT", bold=True, when="reprint"),
        SlipPart(kind="logo"),
        _text("{office}", bold=True),
        SlipPart(kind="rule"),
        _text("SỐ THỨ TỰ", "QUEUE NUMBER"),
        SlipPart(kind="number"),
        _text("{service}", size=2, bold=True),
        _text("Ưu tiên", "Priority", when="priority"),
        SlipPart(kind="space"),
        _text("Lịch hẹn: {due}", "Appointment: {due}"),
        _text("Số người chờ trước: {ahead}", "Waiting before you: {ahead}"),
        _text("Thời gian chờ dự kiến: khoảng {wait} phút", "Likely wait: about {wait} min"),
        _text("Giờ lấy số: {time} {date}", "Time: {time} {date}"),
        _text("Buổi: {session}", "Session: {session}"),
        SlipPart(
            kind="qr",
            text={
                "vi": "Quét mã để theo dõi lượt của ông/bà",
                "en": "Scan to see your place in line",
            },
        ),
        _text("Giấy tờ cần mang theo:", "Documents to bring:", bold=True, when="documents"),
        SlipPart(kind="documents"),
        SlipPart(kind="space"),
        _text(
            "Mời ông/bà giữ phiếu và chờ gọi số. Trân trọng cảm ơn!",
            "Please keep this slip and wait to be called. Thank you!",
        ),
        _text("Đường dây nóng: {hotline}", "Hotline: {hotline}"),
    ),
)
RESULT = SlipLayout(
    name="result",
    part=(
        SlipPart(kind="logo"),
        _text("{office}", bold=True),
        SlipPart(kind="rule"),
        _text("NGÀY TRẢ KẾT QUẢ", "RESULT READY ON"),
        _text("{due}", size=2, bold=True),
        _text("Nơi nhận: {place}", "Collect it at: {place}"),
        SlipPart(kind="space"),
        SlipPart(kind="barcode"),
        _text("Mã hồ sơ: {dossier}", "Dossier: {dossier}", bold=True),
        SlipPart(kind="qr"),
        _text(
            "Phiếu nhắc ngày, không thay giấy tiếp nhận hồ sơ.",
            "A reminder only; it does not replace the receipt of your dossier.",
        ),
        _text(
            "In tại quầy {counter}, {time} {date}", "Printed at counter {counter}, {time} {date}"
        ),
        _text("Đường dây nóng: {hotline}", "Hotline: {hotline}"),
    ),
)
USUAL = {"ticket": TICKET, "result": RESULT}


def layout_in(plan: Plan, name: str) -> SlipLayout:
    """The layout of the slip *name* (``ticket`` or ``result``) on the plan's day."""
    return plan.slips.get(name, USUAL[name])
