"""The library's public holidays against the days that offices were told of."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import holidays
from hypothesis import given
from hypothesis import strategies as st

from server.public_holidays import vietnam
from tests.server.hours import sample

#: 2026 as announced. 24 November is off from 2026 by Nghị quyết 28/2026/QH16.
IN_2026 = {
    "01-01": "Tết Dương lịch",
    "02-16": "Giao thừa Tết Nguyên Đán",
    "02-17": "Tết Nguyên Đán",
    "02-18": "Mùng hai Tết Nguyên Đán",
    "02-19": "Mùng ba Tết Nguyên Đán",
    "02-20": "Mùng bốn Tết Nguyên Đán",
    "04-26": "Ngày Giỗ Tổ Hùng Vương",
    "04-27": "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)",
    "04-30": "Ngày Chiến thắng",
    "05-01": "Ngày Quốc tế Lao động",
    "08-31": "Ngày nghỉ (thay cho ngày 22/08/2026)",
    "09-01": "Quốc khánh",
    "09-02": "Quốc khánh",
    "11-24": "Ngày Văn hóa Việt Nam",
}

#: What is certain of 2027 before its notice: fixed days, lunar days, and a Monday in lieu.
CERTAIN_IN_2027 = ("01-01", "02-06", "04-16", "04-30", "05-01", "05-03", "09-02", "11-24")


def test_2026_is_as_announced() -> None:
    said = {f"{day:%m-%d}": name for day, name in vietnam([2026]).items()}
    assert said == IN_2026, "the library says otherwise: compare both with the year's notice"


def test_what_is_certain_of_2027_is_there() -> None:
    said = {f"{day:%m-%d}": name for day, name in vietnam([2027]).items()}
    assert said.keys() >= set(CERTAIN_IN_2027)
    assert said["02-06"] == "Tết Nguyên Đán"
    assert said["11-24"] == "Ngày Văn hóa Việt Nam"
    assert {"09-01", "09-03"} & said.keys()


def test_24_november_is_off_from_2026_on() -> None:
    off = vietnam(range(2024, 2032))
    assert [year for year in range(2024, 2032) if date(year, 11, 24) in off] == [*range(2026, 2032)]


def test_each_swap_of_the_library_is_in_the_sample() -> None:
    """The library knows the Saturday that is worked, but a public holiday cannot say so."""
    days = sample().days
    swapped = holidays.country_holidays("VN", years=2026).weekend_workdays
    worked = {day for day in swapped if day.year == 2026}
    assert worked <= {day for day, special in days.items() if special.works}
    lieu = {day for day, name in vietnam([2026]).items() if "thay cho" in name}
    assert lieu <= {day for day, special in days.items() if not special.works}


@given(st.lists(st.integers(2000, 2060), max_size=4))
def test_years_asked_for_and_no_others_in_order(years: list[int]) -> None:
    found = vietnam(years)
    assert {day.year for day in found} == set(years)
    assert list(found) == sorted(found)
    assert all(found.values())


def test_a_server_that_starts_does_not_load_the_library() -> None:
    asked = "import server.public_holidays, sys; sys.exit('holidays' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], cwd=Path(__file__).parents[2], check=True)
