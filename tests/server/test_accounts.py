"""People and programs: who they are, what proves it."""

import re

import pytest

from server.accounts import PROGRAM_ROLES, Person, token_hash
from server.asking import Asker
from server.errors import Malformed, Refused
from tests.server.desk import Desk

HOA = Person("hoa", "Nguyễn Thị Hoa", "clerk")


def test_a_person_signs_in_with_their_password_alone(desk: Desk) -> None:
    desk.accounts.add_person(HOA, "bí mật 123")
    assert desk.accounts.sign_in("hoa", "bí mật 123") == HOA
    assert desk.accounts.sign_in("hoa", "bí mật 124") is None
    assert desk.accounts.sign_in("lan", "bí mật 123") is None
    assert desk.accounts.person("hoa") == HOA
    assert desk.accounts.person("lan") is None


def test_a_password_is_not_kept(desk: Desk) -> None:
    desk.accounts.add_person(HOA, "bí mật 123")
    with desk.store.reading() as connection:
        [row] = connection.execute("SELECT password_hash FROM people").fetchall()
    assert row[0].startswith("scrypt:") and "123" not in row[0].split("$")[0]


def test_a_name_is_taken_once(desk: Desk) -> None:
    desk.accounts.add_person(HOA, "bí mật 123")
    with pytest.raises(Refused, match="name_taken") as refused:
        desk.accounts.add_person(Person("hoa", "x", "admin"), "another one")
    assert refused.value.about == {"name": "hoa"}
    assert desk.accounts.person("hoa") == HOA


def test_a_short_password_and_an_unknown_role_are_malformed(desk: Desk) -> None:
    with pytest.raises(Malformed, match="short_password"):
        desk.accounts.add_person(HOA, "1234567")
    with pytest.raises(Malformed, match="no_such_role"):
        desk.accounts.add_person(Person("x", "X", "boss"), "long enough")
    assert desk.count("people") == 0


@pytest.mark.parametrize("role", PROGRAM_ROLES)
def test_a_token_says_who_asks(desk: Desk, role: str) -> None:
    counter = "1" if role == "counter" else None
    token = desk.accounts.make_token("pc-1", role, counter)
    assert desk.accounts.asker(token) == Asker("pc-1", role, counter)


def test_a_token_is_not_kept_and_no_other_word_opens(desk: Desk) -> None:
    token = desk.accounts.make_token("x", "reader")
    assert len(token) == 32
    assert (
        b"".join(desk.store.path.parent.joinpath(n).read_bytes() for n in names(desk)).find(
            token.encode()
        )
        < 0
    )
    for other in ("", token[:-1], token_hash(token), "hoa"):
        assert desk.accounts.asker(other) is None


def names(desk: Desk) -> list[str]:
    return [each.name for each in desk.store.path.parent.iterdir()]


def test_a_counters_token_needs_a_counter_that_is_there(desk: Desk) -> None:
    with pytest.raises(Malformed, match="counter_needed"):
        desk.accounts.make_token("x", "counter")
    with pytest.raises(Malformed, match="no_such_counter"):
        desk.accounts.make_token("x", "counter", "99")
    with pytest.raises(Malformed, match="no_such_role"):
        desk.accounts.make_token("x", "tablet")
    assert desk.count("tokens") == 0


def test_the_id_of_the_office_is_made_once(desk: Desk) -> None:
    found = desk.accounts.office_id()
    assert re.fullmatch("[0-9a-f]{16}", found)
    assert desk.accounts.office_id() == found


def test_the_session_key_is_made_once(desk: Desk) -> None:
    key = desk.accounts.session_key()
    assert len(key) == 64
    assert desk.accounts.session_key() == key
