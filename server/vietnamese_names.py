"""Words by which a name is known in a sentence: surnames, titles, given names.  Pure, data only.

A surname is one of those that most Vietnamese people have (Kinh first, then those of Khmer,
Chăm, Tày and Êđê families that write them in the Latin alphabet).
"""


def _words(text: str, between: str | None = None) -> frozenset[str]:
    return frozenset(text.split(between))


SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương "
    "lâm mai đào cao lương phùng tô tạ quách hà tăng thái chu châu kiều mạc nghiêm triệu vương lưu "
    "khổng lại thạch sơn kim danh hứa diệp la quan đàm doãn thân tống văn viên từ ông bành bạch cù "
    "chử giang giáp hán khuất khúc lục lộc mẫn ninh nông nhữ ngụy phí tiêu thiều tôn trà vi âu "
    "niê mlô êban ksor siu rahlan rơ kpă y h'"
)
"""In lower case, with their marks."""

LOWER_SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương đinh đoàn trịnh trương phùng"
)
"""Those that are seldom another word: believed without a capital, before a middle word."""

MIDDLE = _words(
    "văn thị đức hữu đình ngọc thanh minh quang xuân thế công quốc hoàng kim thu hồng bá trọng "
    "duy gia viết như phương bích tuấn anh mạnh trung huy"
)
"""Middle words: after a surname they make a name even where nobody wrote a capital."""

BARE_MIDDLE = _words("van thi duc huu dinh ngoc quang xuan quoc hoang kim bich phuong tuan")
"""Those that are seldom another word when a whole comment is typed without marks."""

TITLES = _words(
    "ông bà anh chị em cô chú bác cậu mợ dì thím dượng thầy cháu bạn tên sếp mr mrs ms miss madam"
)
"""What goes before a name."""

BARE_TITLES = frozenset({"chi", "ong", "bac"})
"""Those that are titles still when typed without marks, and seldom another word."""

GIVEN = _words(
    "an anh ánh ân bách bảo bích bình ca cẩm châu chi chiến chung chinh cúc cường đan đạt đăng "
    "điệp định đoan đông đức dung dũng duy duyên giang hà hải hân hằng hạnh hào hảo hậu hiền hiển "
    "hiếu hiệp hiệu hoa hòa hoài hoan hoàn hoàng hồng huân huấn huệ hùng hưng hương hường huy "
    "huyền khải khang khánh khiêm khoa khôi khuê kiên kiều kỳ lam lan lâm lập lệ lê liên liễu linh "
    "loan lộc long luân lực lượng ly lý mai mạnh mẫn miên minh my mỹ nam nga ngà ngân nghĩa ngọc "
    "nguyên nguyệt nhã nhàn nhân nhật nhi nhung như ninh oanh phát phi phong phú phúc phụng phước "
    "phương phượng quân quang quế quốc quý quỳnh sa sang sâm sinh sơn sương tài tâm tân tấn thạch "
    "thái thắm thanh thành thảo thắng thế thi thiện thiên thịnh thoa thọ thu thư thuận thục thùy "
    "thúy thủy thương thy tiên tiến tiếp tín tình toàn toản trà trâm trang trí trinh trọng trúc "
    "trung trường tú tuân tuấn tuệ tùng tuyên tuyền tuyết uyên vân việt vinh vũ vương vy xuân yên "
    "yến"
)
"""Given names that are common enough to be asked for by, in lower case with their marks."""

ORDINARY = _words(
    "hồ sơ|hồ nước|lý do|cao tuổi|cao cấp|mai sau|mai kia|văn phòng|văn bản|văn thư|văn hóa|"
    "văn hoá|thân thiện|thân thiết|thái độ|sơn la|kim loại|từ đầu|từ chối|từ tốn|từ sáng|ông bà|"
    "lại phải|lại còn|lại nói|lại bảo|lại đi|quan tâm|quan trọng|hà nội|hà nam|cao bằng|lâm đồng|"
    "ninh bình|bình thường|bình tĩnh|lê thê|bùi tai|đỗ xe|vũ khí|la mắng|công an|minh bạch|"
    "thanh toán|phương án|hoàn thành|hoàn thiện|trung tâm|nhân viên|thành phố|tiếp nhận|tiếp dân|"
    "tiếp đón|hiểu biết|tân tiến|quý vị|hướng dẫn|quốc gia|quang cảnh|thu tiền|thu thêm|thu phí|"
    "anh chị|anh em|chị em|cô chú|cô bác|bà con|bác sĩ|em bé|em ạ|tư pháp|"
    "đông người|đông quá|định nói|tài khoản|tài liệu|tình trạng|y tế|y sĩ|giang hồ|chung cư|"
    "chung chung|sinh viên|nam giới|thế này|thế nào|an ninh|sang tên|phi lý",
    "|",
)
"""Pairs of words that begin like a name and are none."""
