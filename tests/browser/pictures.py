"""``python -m tests.browser.pictures FOLDER``: every screen of ``/rate`` and ``/kiosk`` in each
size and language as contact sheets, from a browser in front of a real server.

It names each text that is cut off, and ends with status 1 if there is one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import font_roboto
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hardware.virtual import VirtualCable
from tests.browser.conftest import ARGS, BROWSER, NEEDED, PATIENCE_MS
from tests.browser.cut import cut_off
from tests.browser.picture_steps import STEPS, screen_of
from tests.browser.program import Program
from tests.browser.stage import CLERK, COUNTER, KIOSK, Mute, Stage
from tests.few_colours import few_colours
from tests.server_process import ServerProcess, init_office, motcua

SIZES = {
    "1024x600": "7 inches",
    "600x1024": "7 inches, upright",
    "1280x800": "10 inches",
    "800x1280": "10 inches, upright",
    "1366x768": "15 inches",
    "1920x1080": "24 inches",
    "1080x1920": "24 inches, upright",
}
LANGUAGES = ("vi", "en")
COMPLAINTS = "https://dichvucong.gov.vn/p/home/dvc-gop-y-phan-anh-kien-nghi.html"
AT_WORK = "1280x800"
"""The size in which the steps are gone."""
GAP, THUMB = 8, 320  # px; px of the longer side
WAITING = {"A": 12, "B": 5, "C": 3, "D": 1, "F": 2}
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def main(words: Sequence[str]) -> int:
    """The command; its exit status."""
    options = _options(words)
    if BROWSER is None:
        print(f"no browser here; to make the pictures: {NEEDED.install}", file=sys.stderr)
        return 2
    cut: list[str] = []
    with tempfile.TemporaryDirectory() as room, _stages(Path(room), options.language) as stages:
        for stage in stages:
            for program in options.program:
                cut += _sheets(stage, program, options)
                stage.program.clear()
    for each in cut:
        print(f"cut off: {each}")
    print(f"{len(cut)} cut off")
    return 1 if cut else 0


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.pictures", description=(__doc__ or "").partition(": ")[2]
    )
    several = {"nargs": "+", "metavar": "WHICH"}
    parser.add_argument("folder", type=Path, help="of the contact sheets")
    parser.add_argument("--each", type=Path, help="keep every picture as it is, too, here")
    parser.add_argument("--size", choices=SIZES, default=list(SIZES), **several)
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES, **several)
    parser.add_argument("--program", choices=STEPS, default=list(STEPS), **several)
    return parser.parse_args(words)


@contextmanager
def _stages(room: Path, languages: Iterable[str]) -> Iterator[Iterator[Stage]]:
    """One server and one browser; a page for each language, one after the other."""
    folder, scanner = room / "office", VirtualCable(Mute(), "tcp")
    passwords = init_office(folder)
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[scanner.door]\nurl = "{scanner.url}"\nkiosk = "{KIOSK}"\n')
    _portrait().save(room / "photo.jpg")
    motcua("user", str(folder), "edit", CLERK, "--photo", str(room / "photo.jpg"))
    try:
        with ServerProcess(folder) as server, _browser(room) as browser:
            program = _prepared(server)
            console = _console(_page(browser, server, "vi"), passwords[CLERK])
            yield (
                Stage(_page(browser, server, each), each, program, console, scanner)
                for each in languages
            )
    finally:
        scanner.close()


@contextmanager
def _browser(room: Path) -> Iterator[Browser]:
    """With the letters of the tablet's program, so that pictures are the same everywhere."""
    fonts = Path(font_roboto.font_files["Roboto"]).parent
    (room / "fonts.conf").write_text(
        f"<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{room}/fonts</cachedir></fontconfig>",
        encoding="utf-8",
    )
    expect.set_options(timeout=PATIENCE_MS)
    environment = {**os.environ, "FONTCONFIG_FILE": str(room / "fonts.conf")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGS, env=environment)
        yield browser
        browser.close()


def _page(browser: Browser, server: ServerProcess, language: str) -> Page:
    context = browser.new_context(base_url=server.url, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "language", "value": language, "url": server.url}])
    return context.new_page()


def _console(page: Page, password: str) -> Page:
    """The clerk, signed in at the counter."""
    page.goto("/counter")
    page.fill("#name", CLERK)
    page.fill("#password", password)
    page.select_option("#counter", COUNTER)
    page.press("#password", "Enter")
    page.wait_for_selector("#state:not(:empty)")
    return page


def _prepared(server: ServerProcess) -> Program:
    """An office with people waiting, appointments, comments and an address for complaints."""
    program = Program(server)
    name = {"complaint_name": "Cổng Dịch vụ công quốc gia", "complaint_name_en": ""}
    program.set(
        "rating", "office", shows_photo=True, window_s=3600, complaint_url=COMPLAINTS, **name
    )
    program.set("service", "B", slot_min=30)
    for service, people in WAITING.items():
        for _ in range(people):
            program.issue(service)
    return Program(server)


def _portrait() -> Image.Image:
    """Somebody who is not there."""
    photo = Image.new("RGB", (400, 400), "#9db8cf")
    pen = ImageDraw.Draw(photo)
    pen.ellipse((60, 270, 340, 560), fill="#f5f5f5")
    pen.ellipse((120, 60, 280, 300), fill="#2b2320")
    pen.ellipse((138, 100, 262, 270), fill="#e3b894")
    return photo


def _sheets(stage: Stage, program: str, options: argparse.Namespace) -> list[str]:
    """Go all steps; what was cut off."""
    thumbs: dict[str, list[Image.Image]] = {size: [] for size in options.size}
    cut: list[str] = []
    for name, step in STEPS[program].items():
        _fit(stage.page, AT_WORK)
        step(stage)
        expect(stage.page.locator(f"body[data-screen={screen_of(name)}]")).to_be_attached()
        for size in options.size:
            _fit(stage.page, size)
            file = f"{program}-{stage.language}-{size}-{name}"
            cut += [f"{file}: {text}" for text in cut_off(stage.page)]
            picture = _picture(stage.page)
            if options.each:
                options.each.mkdir(parents=True, exist_ok=True)
                picture.save(options.each / f"{file}.png")
            picture.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
            thumbs[size].append(picture)
    options.folder.mkdir(parents=True, exist_ok=True)
    for size, pictures in thumbs.items():
        file = options.folder / f"{program}-{stage.language}-{size}.png"
        _together(pictures).save(file, optimize=True)
        print(file, flush=True)
    return cut


def _fit(page: Page, size: str) -> None:
    width, height = map(int, size.split("x"))
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SETTLED)


def _picture(page: Page) -> Image.Image:
    taken = page.screenshot(type="jpeg", quality=90, animations="disabled")
    return Image.open(BytesIO(taken))  # read when its size is known: a small one is read quicker


def _together(pictures: list[Image.Image]) -> Image.Image:
    """Row by row on one sheet of few colours."""
    width, height = (side + GAP for side in pictures[0].size)
    columns = 4 if width > height else 8
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * width + GAP, rows * height + GAP), (90, 90, 90))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        sheet.paste(picture, (GAP + column * width, GAP + row * height))
    return few_colours(sheet)


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.stderr.decode()) from error
    sys.exit(status)
