import pytest

from printer.profiles import PROFILES, ROUTES, PrinterProfile, profile_named


def test_columns_follow_from_the_dots() -> None:
    assert [PROFILES[name].columns for name in ("TM-T82", "generic-58")] == [48, 32]


def test_the_office_may_choose_another_route() -> None:
    assert profile_named("TM-T82").vietnamese == "tcvn3"
    assert profile_named("TM-T82", "picture").vietnamese == "picture"


def test_every_epson_takes_every_route() -> None:
    for route in ROUTES:
        assert profile_named("TM-T20II", route).vietnamese == route


@pytest.mark.parametrize(
    ("name", "route", "says"),
    [
        ("TM-T99", None, "TM-T20II"),
        ("TM-T82", "viscii", "tcvn3"),
        ("generic-80", "tcvn3", "no known TCVN-3 pages"),
        ("generic-80", "cp1258", "no known CP1258 page"),
    ],
)
def test_a_wrong_setting_is_refused_in_words(name: str, route: str | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        profile_named(name, route)


def test_a_profile_checks_its_own_route() -> None:
    with pytest.raises(ValueError, match="not known"):
        PrinterProfile("mine", dots=576, vietnamese="braille")  # type: ignore[arg-type]
