"""Finding a service by what people call it, without accents and while they type. Pure."""

import unicodedata
from collections.abc import Callable, Sequence

from kiosk.wire import Service

_BEST, _WORDS, _OTHER_WORDS, _INSIDE, _OTHER_INSIDE = range(5)


def fold(text: str) -> str:
    """Small letters without accents, one space between words: `Đất  đai` is `dat dai`.

    What stands for another letter alone (`đ`) has no accent to take away in Unicode.
    """
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join("".join(e if e.isalnum() else " " for e in plain).split())


def find(typed: str, services: Sequence[Service]) -> tuple[Service, ...]:
    """The services that have every word typed, the likeliest first; all while nothing is typed.

    First those whose name begins so, then those with words of their name that begin so, then those
    with other words (keywords, papers to bring), then those with it inside a word. Among equals
    the office's order stays.
    """
    wanted = fold(typed)
    ranked = [(_rank(wanted, each), each) for each in services]
    found = [(rank, each) for rank, each in ranked if rank is not None]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _rank(wanted: str, service: Service) -> int | None:
    names = [fold(service.name), fold(service.name_en)]
    papers = [paper for papers in service.documents.values() for paper in papers]
    others = [fold(each) for each in (service.code, *service.keywords, *papers)]
    if any(name.startswith(wanted) for name in names):
        return _BEST
    words, every = wanted.split(), [*names, *others]
    tries: list[tuple[int, Sequence[str], Callable[[str, str], bool]]] = [
        (_WORDS, names, _begins_a_word),
        (_OTHER_WORDS, every, _begins_a_word),
        (_INSIDE, names, str.__contains__),
        (_OTHER_INSIDE, every, str.__contains__),
    ]
    for rank, texts, has in tries:
        if all(any(has(text, word) for text in texts) for word in words):
            return rank
    return None


def _begins_a_word(text: str, beginning: str) -> bool:
    return f" {beginning}" in f" {text}"
