"""A real server, a real browser.  Without a browser nothing here is collected, and it is said."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.program import Program
from tests.programs import BROWSER as NEEDED
from tests.server_process import ServerProcess, init_office

BROWSER = NEEDED.found()
collect_ignore_glob = [] if BROWSER else ["test_*.py"]

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 30_000
SIZES = {
    "phone": (390, 844),
    "small-phone": (360, 740),
    "tablet": (1280, 800),
    "desk": (1366, 768),
    "small-kiosk": (1024, 600),
    "tall-kiosk": (1080, 1920),
    "office-pc": (1366, 768),
    "small-tv": (1280, 720),
    "full-hd": (1920, 1080),
    "4k": (3840, 2160),
}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if BROWSER is None:
        terminalreporter.write_line(
            f"not run: tests/browser (no browser here); to run them: {NEEDED.install}"
        )


@dataclass(frozen=True)
class Office:
    """A running office and its people's passwords, by sign-in name."""

    server: ServerProcess
    passwords: dict[str, str]


@dataclass(frozen=True)
class Sample:
    """An office made once, to be copied."""

    folder: Path
    passwords: dict[str, str]

    def copy(self, folder: Path) -> ServerProcess:
        """A server on a copy of its own."""
        return ServerProcess(Path(shutil.copytree(self.folder, folder)))


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("sample") / "office"
    return Sample(folder, init_office(folder))


@pytest.fixture(scope="package")
def office(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all tests here: each keeps to services and counters of its own."""
    with sample.copy(tmp_path_factory.mktemp("browser") / "office") as server:
        yield Office(server, sample.passwords)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Not for the whole session: Playwright's loop would be in the way of other tests' loops.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages of one server, each as somebody else; keeps what their consoles complain of."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, size: str = "tablet", language: str = "vi") -> Page:
        """The page in a browser of its own."""
        page = self.blank(size, language)
        page.goto(self.url + path)
        return page

    def blank(self, size: str = "tablet", language: str = "vi") -> Page:
        """An empty page: for what has to be done before anything is loaded."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, base_url=self.url
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "language", "value": language, "url": self.url}])
        self._contexts.append(context)
        # Interception is on before anything is loaded: turned on later by a test, it missed one
        # request in some hundred that a page had just sent (1 of 150 key presses).
        context.route("**/nothing-has-this-address", lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None
            ),
        )
        return page

    def close(self) -> None:
        """Leave."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(chromium: Browser, office: Office) -> Iterator[Visitor]:
    """A page's console must stay quiet."""
    found = Visitor(chromium, office.server.url)
    yield found
    found.close()
    assert found.complaints == []


@pytest.fixture
def own_office(sample: Sample, tmp_path: Path) -> Iterator[Office]:
    """A server that a test may kill."""
    with sample.copy(tmp_path / "office") as server:
        yield Office(server, sample.passwords)


@pytest.fixture
def witness(chromium: Browser, own_office: Office) -> Iterator[Visitor]:
    """Somebody in the office whose server is killed: consoles may complain."""
    found = Visitor(chromium, own_office.server.url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def quiet_office(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for a module whose tests each want nobody in line and a set-up of their own."""
    with sample.copy(tmp_path_factory.mktemp("quiet") / "office") as server:
        yield Office(server, sample.passwords)


@pytest.fixture(scope="module")
def quiet_program(quiet_office: Office) -> Program:
    return Program(quiet_office.server)


@pytest.fixture
def program(quiet_program: Program) -> Iterator[Program]:
    """An administrator's program in the quiet office, which is left as it was found."""
    yield quiet_program
    quiet_program.clear()


@pytest.fixture
def guest(chromium: Browser, quiet_office: Office) -> Iterator[Visitor]:
    """Somebody in the quiet office; a console may complain of a refusal, of nothing else."""
    found = Visitor(chromium, quiet_office.server.url)
    yield found
    found.close()
    assert [each for each in found.complaints if not re.search(r"status of 4\d\d", each)] == []


@pytest.fixture
def sign_in(office: Office, visitor: Visitor) -> Callable[..., Page]:
    """``sign_in("lan", counter="3")`` gives the console, without a counter the manager's page or
    *path*."""

    def sign(
        name: str, counter: str | None = None, size: str = "tablet", path: str = "/manage"
    ) -> Page:
        page = visitor.open("/counter" if counter else path, size)
        page.fill("#name", name)
        page.fill("#password", office.passwords[name])
        if counter:
            page.select_option("#counter", counter)
        page.press("#password", "Enter")
        page.wait_for_selector("#state:not(:empty)" if counter else "#sign-out")
        return page

    return sign
