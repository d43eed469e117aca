"""What ``[rating]`` must not say."""

from urllib.parse import urlsplit

from server.plan import REASONS, SCORES, Rating
from server.slip_check import check_language

LANGUAGES = 8
"""Buttons for more have no room on a tablet."""


def check_rating(record: Rating, where: str) -> None:
    """*record* on its own.

    :raises ValueError: naming the key and what would be right.
    """
    if record.levels not in SCORES:
        raise ValueError(f"{where}.levels = {record.levels}: write 3 or 5")
    given = ", ".join(map(str, record.scores))
    for score in record.positive:
        if score not in SCORES[5]:
            raise ValueError(f"{where}.positive: {score} is no score: write some of {given}")
    _check_list(record.positive, f"{where}.positive")
    if len(set(record.positive) & set(record.scores)) not in range(1, record.levels):
        raise ValueError(f"{where}.positive: write some of {given}, not all and not none")
    if record.low >= min(record.positive):
        raise ValueError(f"{where}.low = {record.low}: write less than the positive scores")
    _check_list(record.reasons, f"{where}.reasons")
    for reason in record.reasons:
        if reason not in REASONS:
            raise ValueError(f"{where}.reasons: {reason!r} is not known: write some of {REASONS}")
    _check_list(record.languages, f"{where}.languages")
    for language in record.languages:
        check_language(language, f"{where}.languages")
    if not 0 < len(record.languages) <= LANGUAGES:
        raise ValueError(f"{where}.languages: write 1 to {LANGUAGES}, as vi and en")
    if record.complaint_url:
        _check_address(record.complaint_url, f"{where}.complaint_url")


def _check_list(values: tuple[object, ...], where: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(
                f"{where}: {value!r} is written {values.count(value)} times: once is enough"
            )


def _check_address(address: str, where: str) -> None:
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_right = False
    if not is_right or any(each.isspace() for each in address):
        raise ValueError(f"{where} = {address!r}: write a web address, as https://paknt.gov.vn")
