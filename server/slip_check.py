"""What a slip's layout must not say, and the fields its texts may name."""

import re
import unicodedata
from collections.abc import Mapping

from server.plan import SlipLayout, SlipPart

LONGEST_WORDS = 200
LONGEST_DOCUMENT = 120
DOCUMENTS = 12
MOST_PARTS = 40
"""Of 40 lines a slip is some 25 cm long: more than anybody reads in a hall."""

KINDS = ("text", "number", "qr", "barcode", "documents", "logo", "rule", "space")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "ticket": (
        *("office", "service", "label", "ahead", "wait", "session", "time", "date", "due"),
        *("counter", "stops", "hotline", "documents", "priority", "appointment", "reprint"),
    ),
    "result": ("office", "dossier", "due", "place", "counter", "time", "date", "hotline"),
}
"""What a text of a slip may name in braces, and ``when`` without them."""
ONCE: Mapping[str, tuple[str, ...]] = {"ticket": ("number", "qr"), "result": ()}
NOT_ON: Mapping[str, tuple[str, ...]] = {"ticket": (), "result": ("number", "documents")}

FIELD = re.compile(r"\{([^{}]*)\}")
_LEGAL_TITLE = "giay tiep nhan ho so"
_LEGAL_MARKS = (
    *("mau so 01", "mau 01", "form no 01", "form 01"),
    *("cong hoa xa hoi chu nghia", "doc lap tu do hanh phuc"),
)


def check_slip(layout: SlipLayout, where: str) -> None:
    """:raises ValueError: naming the part that is not right, and what would be."""
    if not 0 < len(layout.part) <= MOST_PARTS:
        raise ValueError(f"{where}.part: write 1 to {MOST_PARTS} parts; here: {len(layout.part)}")
    for n, part in enumerate(layout.part):
        _check_part(layout.name, part, f"{where}.part[{n}]")
    _check_whole(layout, where)


def check_language(language: str, where: str) -> None:
    """:raises ValueError: if *language* is not two letters."""
    if not (len(language) == 2 and language.isascii() and language.islower()):
        raise ValueError(f"{where}: {language!r}: write two letters, as vi")


def check_text(text: str, where: str, longest: int) -> None:
    """:raises ValueError: if a slip cannot hold *text*."""
    if not text.strip():
        raise ValueError(f"{where} is empty: write what people read, or take it out")
    if len(text) > longest:
        raise ValueError(f"{where}: {len(text)} characters are too many: {longest} at most")
    if not text.isprintable():
        raise ValueError(f"{where}: write visible characters on one line")


def _check_part(slip: str, part: SlipPart, where: str) -> None:
    if part.kind not in KINDS:
        raise ValueError(f"{where}.kind = {part.kind!r}: write one of {', '.join(KINDS)}")
    if part.kind in NOT_ON[slip]:
        raise ValueError(f"{where}.kind = {part.kind!r}: a slip of a {slip} has none")
    if part.size not in (1, 2):
        raise ValueError(f"{where}.size = {part.size}: write 1, or 2 for letters twice as large")
    if part.when:
        _check_field(slip, part.when, f"{where}.when")
    if part.kind == "text" and "vi" not in part.text:
        raise ValueError(f"{where}.text.vi is missing: other languages fall back to Vietnamese")
    for language, text in part.text.items():
        check_language(language, f"{where}.text")
        _check_words(slip, part, text, f"{where}.text.{language}")


def _check_words(slip: str, part: SlipPart, text: str, where: str) -> None:
    check_text(text, where, LONGEST_WORDS)
    for name in FIELD.findall(text):
        _check_field(slip, name, where)
    if "{" in FIELD.sub("", text) or "}" in FIELD.sub("", text):
        raise ValueError(f"{where}: a brace stands alone: write a field as {{office}}")
    _check_not_legal(part, text, where)


def _check_field(slip: str, name: str, where: str) -> None:
    if name not in FIELDS[slip]:
        known = ", ".join(FIELDS[slip])
        raise ValueError(f"{where}: the slip of a {slip} has no field {name!r}; known: {known}")


def _check_not_legal(part: SlipPart, text: str, where: str) -> None:
    """A sentence may speak of the receipt (``this is not …``); a heading would be taken for it."""
    folded = _folded(text)
    mark = next((each for each in _LEGAL_MARKS if each in folded), None)
    is_heading = part.size > 1 or part.bold or text.isupper() or folded.startswith(_LEGAL_TITLE)
    if mark or (_LEGAL_TITLE in folded and is_heading):
        raise ValueError(
            f"{where}: this slip would look like the legal receipt of a dossier, which only the "
            "dossier system gives; use other words"
        )


def _folded(text: str) -> str:
    """Without marks, capitals and signs: ``MẪU-SỐ 01`` is ``mau so 01``."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", letters))


def _check_whole(layout: SlipLayout, where: str) -> None:
    kinds = [part.kind for part in layout.part]
    for kind in ONCE[layout.name]:
        always = sum(part.kind == kind and not part.when for part in layout.part)
        if kinds.count(kind) != 1 or always != 1:
            raise ValueError(f"{where}.part: a {layout.name} has one part {kind!r}, without when")
    for kind in ("barcode", "logo", "documents", "qr"):
        if kinds.count(kind) > 1:
            raise ValueError(f"{where}.part: {kind!r} stands there {kinds.count(kind)} times")
    if layout.name == "result":
        _check_result(layout, where)


def _check_result(layout: SlipLayout, where: str) -> None:
    if not any(part.kind in ("barcode", "qr") and not part.when for part in layout.part):
        raise ValueError(f"{where}.part: a barcode or a qr of the dossier's code is missing")
    for name in ("dossier", "due"):
        if not any(_always_says(part, name) for part in layout.part):
            raise ValueError(f"{where}.part: no text says {{{name}}}, in Vietnamese")


def _always_says(part: SlipPart, name: str) -> bool:
    said = FIELD.findall(part.text.get("vi", "")) if part.kind == "text" else []
    return name in said and part.when in ("", name) and not set(said) & {"place", "hotline"}
