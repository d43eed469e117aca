"""A slip as an office prints it; the texts are what the printer room is handed."""

from printer.slip import QR, Barcode, Big, Line, Rule, Slip, Space

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

TICKET = Slip(
    (
        Line("UBND XÃ GIAO THỦY", is_bold=True),
        Line("Trung tâm Phục vụ hành chính công"),
        Rule(),
        Line("Số thứ tự của ông/bà"),
        Big("A042"),
        Line("Đất đai - Môi trường", is_bold=True),
        Line("Đang chờ trước: 7 người"),
        Line("Chờ khoảng 25 phút"),
        Line("Buổi sáng, 07:42 23/11/2026"),
        QR("http://192.168.1.10:8080/t/AbCdEf0123456789-_AbCdEf0", "Quét mã để xem lượt của mình"),
        Line("Mang theo: CCCD, giấy chứng nhận quyền sử dụng đất"),
        Line("Hotline: 0228 3895 110"),
    )
)
"""Twelve lines, a big number and a QR code of 52 characters: what the byte figures are about."""

RESULT = Slip(
    (
        Line("UBND XÃ GIAO THỦY", is_bold=True),
        Line("NGÀY TRẢ KẾT QUẢ", is_bold=True),
        Big("27/11"),
        Line("Từ 14:00 thứ Sáu, 27/11/2026", is_bold=True),
        Line("Nhận tại quầy 5, Trung tâm Phục vụ hành chính công"),
        Rule(),
        Line("Mã hồ sơ"),
        Barcode("000.26.15.H40-261123-0042", "000.26.15.H40-261123-0042"),
        QR("http://192.168.1.10:8080/r/000.26.15.H40-261123-0042", "Quét mã để xem hồ sơ đến đâu"),
        Line("Giấy này chỉ để nhắc ngày, không thay giấy tiếp nhận hồ sơ."),
        Line("Hotline: 0228 3895 110"),
    )
)
"""When and where a result may be fetched; nothing of it looks like a receipt (Mẫu 01)."""
