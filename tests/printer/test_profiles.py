import pytest

from printer.profiles import PROFILES, ROUTES, Choice, PrinterProfile, profile_named


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


def test_every_model_works_as_it_is_and_with_pictures() -> None:
    assert len(PROFILES) == 10
    for name in PROFILES:
        assert profile_named(name, "picture").dots % 8 == 0


def test_a_choice_changes_only_what_it_names() -> None:
    bixolon = PROFILES["SRP-350III"].with_choice(Choice("tcvn3", 49, 50))
    assert (bixolon.vietnamese, bixolon.tcvn_lower_page, bixolon.cp1258_page) == ("tcvn3", 49, 41)
    other = PROFILES["TM-T20II"].with_choice(Choice("cp1258", cp1258_page=94))
    assert (other.tcvn_lower_page, other.tcvn_upper_page, other.cp1258_page) == (30, 31, 94)
    small_only = PROFILES["TM-T20II"].with_choice(Choice("tcvn3", 27))
    assert (small_only.tcvn_lower_page, small_only.tcvn_upper_page) == (27, None)
