"""`motcua kiosk pictures`: each screen of a tablet in every size and language, to look at.

What it shows is made up; what it draws with is what the tablet draws with. It tells which texts
had to be cut.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk import take_examples
from kiosk.draw import Surface, contact_sheet, keep_picture, smaller
from kiosk.packs import Pack
from kiosk.screens import Screen
from kiosk.showing import Prefs, Showing
from kiosk.staff import Facts, StaffView
from kiosk.typing import Keyboard
from kiosk.view import View
from kiosk.wire import Complaint, Question, Window

WIDE = ((800, 480), (1024, 600), (1280, 800), (1920, 1080))
SIZES = (*WIDE, *((height, width) for width, height in WIDE))
_THUMB = 320  # px, of the longer side on a contact sheet


@dataclass(frozen=True)
class Cut:
    """A text that did not fit."""

    file: str
    text: str


def examples(languages: tuple[str, ...], voices: tuple[str, ...]) -> Iterator[tuple[str, Showing]]:
    """Each screen by its name, with the longest content that is usual."""
    facts = Facts("192.168.10.17:47110", "http://192.168.10.5:8080", "1.0.0", 3)
    complaint = Complaint("https://pakn.example/giao-thuy", "Gửi phản ánh, kiến nghị", "Complain")
    window = Window(17, "A042", 42.0, "Tư pháp – Hộ tịch", "Nguyễn Thị Hoa", badge="NB-0173")
    asked = Showing(
        Screen.ASK,
        office="Trung tâm Phục vụ hành chính công xã Giao Thủy",
        counter="12",
        window=window,
        question=Question(has_comment=True, complaint=complaint),
        languages=languages,
        voices=voices,
        tablet_id="8fd87bfd287b6c27",
    )
    pairing = Showing(Screen.PAIRING, code="304799", tablet_id=asked.tablet_id)
    yield "pairing", replace(pairing, address=facts.address)
    yield "idle", replace(asked, screen=Screen.IDLE)
    yield "ask", asked
    yield "ask-away", replace(asked, is_away=True)
    yield "ask-larger", replace(asked, prefs=Prefs(is_large=True))
    yield "ask-contrast", replace(asked, prefs=Prefs(has_contrast=True))
    yield "ask-three", replace(asked, question=Question(levels=3))
    reasons = frozenset({"waiting_time", "other"})
    low = replace(asked, screen=Screen.REASONS, reasons=reasons, can_comment=True)
    yield "reasons", low
    yield "reasons-larger", replace(low, prefs=Prefs(is_large=True))
    keyboard = Keyboard("Cán bộ hướng dẫn tận tình nhưng chỗ ngồi chờ còn ít")
    yield "comment", replace(low, screen=Screen.COMMENT, keyboard=keyboard, score_is_low=True)
    thanks = replace(asked, screen=Screen.THANKS)
    yield "thanks", replace(thanks, can_comment=True)
    yield "thanks-complain", replace(thanks, complaint=complaint.url, score_is_low=True)
    yield "sorry", replace(asked, screen=Screen.SORRY, why="not kept")
    yield "pin", replace(asked, screen=Screen.PIN, staff=StaffView(digits=3, is_wrong=True))
    yield "staff", replace(asked, screen=Screen.STAFF, staff=StaffView(facts=facts))
    yield "failsafe", replace(asked, screen=Screen.FAILSAFE)


Examples = Callable[[tuple[str, ...], tuple[str, ...]], Iterator[tuple[str, Showing]]]
_EXAMPLES: dict[str, Examples] = {"rate": examples, "take": take_examples.examples}
_BEFORE = {"rate": "", "take": "take-"}  # the name of a contact sheet


def paint(
    folder: Path,
    packs: Mapping[str, Pack],
    sizes: tuple[tuple[int, int], ...] = SIZES,
    sheets: Path | None = None,
    kind: str = "rate",
) -> list[Cut]:
    """All pictures into `folder`, and contact sheets into `sheets`; what was cut. `kind` is rate
    or take.

    :raises OSError: a folder can not be written
    """
    folder.mkdir(parents=True, exist_ok=True)
    cut: list[Cut] = []
    for size in sizes:
        for pack in packs.values():
            thumbs, more = _paint_all(folder, packs, pack, size, _EXAMPLES[kind])
            cut += more
            if sheets:
                sheets.mkdir(parents=True, exist_ok=True)
                columns = 4 if size[0] > size[1] else 8
                sheet = contact_sheet(thumbs, columns)
                keep_picture(sheet, sheets / f"{_BEFORE[kind]}{pack.code}-{size[0]}x{size[1]}.png")
    return cut


def _in_language(showing: Showing, code: str) -> Showing:
    keyboard = showing.keyboard
    if keyboard:
        keyboard = replace(keyboard, has_tones=code == "vi")
    return replace(showing, keyboard=keyboard, prefs=replace(showing.prefs, language=code))


def _paint_all(
    folder: Path,
    packs: Mapping[str, Pack],
    pack: Pack,
    size: tuple[int, int],
    examples: Examples,
) -> tuple[list[Surface], list[Cut]]:
    view = View(pack.words, size, is_headless=True, packs=packs)
    thumbs, cut = [], []
    for name, showing in examples(tuple(packs), tuple(packs)):
        file = folder / f"{pack.code}-{size[0]}x{size[1]}-{name}.png"
        view.picture = file
        view.show(_in_language(showing, pack.code))
        cut += [Cut(file.name, text) for text in view.cut_texts]
        thumbs.append(smaller(view.surface, _THUMB))
    view.close()
    return thumbs, cut
