"""A slip as an office prints it; the texts are what the printer room is handed."""

from printer.slip import QR, Big, Line, Rule, Slip, Space

SAMPLE = Slip(
    (
        Line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ GIAO THỦY", is_bold=True),
        Space(12),
        Line("PHIẾU SỐ THỨ TỰ", is_bold=True),
        Big("A042"),
        Line("Lĩnh vực: Đất đai - Môi trường", is_bold=True),
        Space(12),
        Line("Số người chờ trước: 7"),
        Line("Thời gian: 07:42:10 23/11/2026"),
        Line("Buổi: Sáng"),
        QR("http://192.168.1.10:8080/t/AbCdEf0123456789"),
        Line("Vui lòng giữ phiếu và chờ gọi số. Xin cảm ơn!"),
        Rule(),
        Line("Hotline: 0228 3895 110"),
    )
)
TEST_LINE = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả — Trần Thị Ngọc Ánh"
