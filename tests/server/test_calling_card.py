"""What the server announces of itself, and where."""

import pytest

from hardware.beacon_record import check, to_txt
from server.calling_card import calling_card, where_to_call

OFFICE = "8f1d2c3b4a596877"
HERE = ("10.0.0.5",)


def test_the_card_names_the_office() -> None:
    card = calling_card(OFFICE, "Một cửa Giao Thủy", 8080)
    assert (card.id, card.kind, card.name, card.port) == (
        OFFICE,
        "server",
        "Một cửa Giao Thủy",
        8080,
    )
    assert to_txt(card)["asking"] == "0"


@pytest.mark.parametrize("name", ["ế" * 200, "Một\tcửa\n", "e\u0302\u0301" * 60, "x" * 120])
def test_any_name_of_an_office_fits(name: str) -> None:
    card = calling_card(OFFICE, name, 8080)
    assert check(card) == card and card.name


@pytest.mark.parametrize(
    ("host", "interfaces", "on"),
    [
        ("0.0.0.0", None, None),
        ("0.0.0.0", HERE, HERE),
        ("::", HERE, HERE),
        ("127.0.0.1", None, ("127.0.0.1",)),
        ("127.0.0.1", HERE, ("127.0.0.1",)),
        ("localhost", None, ("127.0.0.1",)),
        ("::1", None, ("127.0.0.1",)),
        ("10.0.0.9", HERE, ("10.0.0.9",)),
        ("office.example", HERE, HERE),
    ],
)
def test_it_is_announced_where_it_can_be_reached(
    host: str, interfaces: tuple[str, ...] | None, on: tuple[str, ...] | None
) -> None:
    assert where_to_call(host, interfaces) == on
