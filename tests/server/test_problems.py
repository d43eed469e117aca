"""Every error has one sentence, filled from what is known."""

import ast
import string
from pathlib import Path

import pytest

from server import problems
from server.errors import Malformed, OfficeError, Refused, Said, StoreFailed, Unknown

SERVER = Path(problems.__file__).parent


def raised_codes() -> set[str]:
    """The codes that the program raises, read from its own text."""
    calls = [
        node
        for path in SERVER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    place = {"Unknown": 0, "Refused": 0, "Malformed": 0, "HttpRefusal": 1}
    return {
        each.args[place[each.func.id]].value
        for each in calls
        if isinstance(each.func, ast.Name)
        and each.func.id in place
        and isinstance(each.args[place[each.func.id]], ast.Constant)
    }


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert raised_codes() <= problems.SENTENCES.keys()
    assert set(problems.STATUS_CODES.values()) <= problems.SENTENCES.keys()


@pytest.mark.parametrize("code", problems.SENTENCES)
def test_a_sentence_is_one_a_person_can_read(code: str) -> None:
    sentence = problems.SENTENCES[code]
    assert sentence[0].isupper() or sentence.startswith("{")
    assert sentence.endswith((".", "}"))
    assert all(
        name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence)
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [(Unknown("x"), 404), (Refused("x"), 409), (Malformed("x"), 422), (OfficeError("x"), 500)],
)
def test_each_kind_of_error_has_its_status(error: OfficeError, status: int) -> None:
    assert problems.status_of(error) == status


def test_a_document_says_the_state_in_words_and_as_a_word() -> None:
    error = Refused("wrong_state", label="A001", state="serving")
    shape = problems.of_office(error, problems.Reader("en", _english))
    assert (shape.type, shape.status, shape.state) == ("/problems/wrong_state", 409, "serving")
    assert shape.title == "A001 is being served now: look at the list again."


def _english(text: str) -> str:
    return {"serving": "being served"}.get(text, text)


def test_a_failed_store_is_503_with_its_reason_in_the_detail() -> None:
    shape = problems.of_store(StoreFailed("database or disk is full"), problems.Reader("vi", str))
    assert (shape.status, shape.detail) == (503, "database or disk is full")


def test_braces_in_what_somebody_sent_are_only_text() -> None:
    about = {"service": "{0.__class__}"}
    shape = problems.problem(404, "no_such_service", about, problems.Reader("vi", str))
    assert shape.title == "There is no service {0.__class__}: choose one from the list."


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        ("vi", Said("Tư pháp", "Justice"), "Tư pháp is not served here any more. Sang Quầy 9."),
        ("en", Said("Tư pháp", "Justice"), "Justice is not served here any more. Go to desk 9."),
        ("en", Said("Tư pháp"), "Tư pháp is not served here any more. Go to desk 9."),
    ],
)
def test_words_of_the_office_are_in_the_readers_language(
    language: str, name: Said, title: str
) -> None:
    error = Refused("service_ended", name=name, notice=Said("Sang Quầy 9.", "Go to desk 9."))
    assert problems.of_office(error, problems.Reader(language, str)).title == title


def test_a_notice_that_is_not_there_leaves_no_space() -> None:
    error = Refused("service_ended", name=Said("A"), notice=Said(""))
    shape = problems.of_office(error, problems.Reader("vi", str))
    assert shape.title == "A is not served here any more."
