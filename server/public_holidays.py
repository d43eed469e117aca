"""Vietnam's public holidays, from a library that its maintainers keep up with the law.

What the library says of a year that no notice has announced yet is its own reckoning: the lunar
days and 2 September are right, the days in lieu around Tết and the second day of the National Day
are the government's to choose.  A special day (``[[day]]``) beats what is said here.
"""

from collections.abc import Iterable, Mapping
from datetime import date


def vietnam(years: Iterable[int]) -> Mapping[date, str]:
    """The days off by law in *years*, with their names in Vietnamese, in order.

    Days in lieu are among them, and days off that were swapped for a Saturday; the Saturday that
    is worked instead is not, it needs a special day.
    """
    # Here, and not at the top: the library loads every country it knows, 130 ms and 12 MB.
    import holidays

    wanted = set(years)
    found = holidays.country_holidays("VN", years=wanted, language="vi")
    return {day: name for day, name in sorted(found.items()) if day.year in wanted}
