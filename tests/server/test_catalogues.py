"""The catalogues hold what is said, all of it and nothing else, in both languages."""

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from printer.health import WHY
from server.problems import SENTENCES
from server.tickets import LIFE
from server.words import LANGUAGES

SERVER = Path(__file__).parents[2] / "server"
TEMPLATES = sorted((SERVER / "templates").rglob("*.html"))
SCRIPTS = sorted((SERVER / "static").glob("*.js"))
KEYWORDS = {"_": None, "both": None}


def said_in(path: Path, method: str, keywords: dict[str, None]) -> set[str]:
    return {str(message) for _, message, *_ in extract_from_file(method, path, keywords=keywords)}


@cache
def said() -> frozenset[str]:
    """Every English sentence that somebody may read, before translation."""
    found = {*SENTENCES.values(), *filter(None, LIFE)}
    for path in TEMPLATES:
        found |= said_in(path, "jinja2.ext:babel_extract", KEYWORDS)
    for name in ("slip_layout.py", "zones.py", "comment_words.py"):
        found |= said_in(SERVER / name, "python", {"translate": None})
    return frozenset(found)


@cache
def catalogue(language: str) -> dict[str, str]:
    path = SERVER / "locale" / language / "LC_MESSAGES" / "server.po"
    with path.open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w*)\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_said_is_in_the_catalogue(language: str) -> None:
    assert said() - catalogue(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_in_the_catalogue_that_nobody_says(language: str) -> None:
    assert catalogue(language).keys() - said() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_the_same_placeholders(language: str) -> None:
    for english, text in catalogue(language).items():
        assert text.strip(), english
        assert placeholders(text) == placeholders(english)
        assert unicodedata.is_normalized("NFC", text)


def words_of(path: Path) -> set[str]:
    """The keys of every dictionary of words that a template writes down."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    pairs = (pair for each in tree.find_all(nodes.Dict) for pair in each.items)
    return {pair.key.value for pair in pairs if isinstance(pair.key, nodes.Const)}


def imported(script: Path) -> set[Path]:
    """A script with every script it imports, near and far."""
    found, todo = set(), [script]
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            names = re.findall(r'from "\./(\w+\.js)"', path.read_text(encoding="utf-8"))
            todo += [path.parent / name for name in names]
    return found


def with_parts(template: Path) -> set[Path]:
    text = template.read_text(encoding="utf-8")
    parts = re.findall(r'\{% (?:from|extends|include) "([\w/]+\.html)"', text)
    return {template, *(SERVER / "templates" / part for part in parts)}


@pytest.mark.parametrize(
    "script", [p for p in SCRIPTS if (SERVER / f"templates/{p.stem}.html").exists()]
)
def test_every_word_a_script_asks_for_is_on_its_page(script: Path) -> None:
    template = SERVER / "templates" / f"{script.stem}.html"
    keys = set().union(*(words_of(path) for path in with_parts(template)))
    text = "".join(path.read_text(encoding="utf-8") for path in imported(script))
    asked = set(re.findall(r'word\(\s*"(\w+)"', text))
    assert asked
    assert asked - keys == set()


def test_every_word_of_who_is_next_is_a_sentence_of_the_clerks_page() -> None:
    path = SERVER.parent / "docs" / "explanation" / "who-is-next.md"
    said = path.read_text(encoding="utf-8").partition("## The words")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| (.+?) \| (.+?) \|$", said, re.MULTILINE)
    assert {"first_in_line", "chosen", "walk_direct"} < {word for word, _, _ in rows}
    page = words_of(SERVER / "templates" / "parts" / "whys.html")
    assert {f"why_{word}" for word, _, _ in rows} == page
    vietnamese = catalogue("vi")
    assert {english: vietnamese[english] for _, english, _ in rows} == {
        english: text for _, english, text in rows
    }


def test_the_reasons_of_the_devices_have_translations() -> None:
    """Of hardware/reasons.py those without a place for details, and the printers' own."""
    tree = ast.parse((SERVER.parent / "hardware" / "reasons.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for top in tree.body
        if isinstance(top, ast.Assign)
        for node in ast.walk(top)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    reasons = {text for text in texts | set(WHY.values()) if text and text not in MATCHED}
    assert reasons - catalogue("vi").keys() == set()


#: Words by which hardware/reasons.py knows a fault of another program; nobody reads them.
MATCHED = {
    "Failed to set RS485 mode",
    "RS485 not supported",
    "returned no data",
    "socket disconnected",
    "reader thread died",
    "does not seem to support RFC2217",
    "does not accept parameter change",
    "remote rejected value",
    "out of range in select",
}
