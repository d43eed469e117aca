"""How a number is said, in Vietnamese and in English: lists of words, each of which is one clip.

Vietnamese: one after *mươi* is *mốt*, four is *tư*; five after *mười* or *mươi* is *lăm*; ten is
*mười*, but tens are *mươi*; what is missing between is said (*không trăm*, *linh* or *lẻ*).
"""

DIGITS = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
LINH = ("linh", "lẻ")
"""How the missing tens of 105 are said: in the north, in the south."""
MOST = 1_000_000
"""From here on a number is read digit by digit, as a long number on paper is."""

_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = (
    *("", "", "twenty", "thirty", "forty"),
    *("fifty", "sixty", "seventy", "eighty", "ninety"),
)
_TIMES = {
    "vi": ("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
}


def digits(text: str, language: str) -> list[str]:
    """Each digit of *text* by itself: ``042`` is *không bốn hai*."""
    return [DIGITS[language][int(each)] for each in text]


def number(value: int, language: str, linh: str = "linh") -> list[str]:
    """*value*, 0 or more, in words; *linh* is one of :data:`LINH`."""
    if value >= MOST:
        return digits(str(value), language)
    if value == 0:
        return [DIGITS[language][0]]
    return _vietnamese(value, linh) if language == "vi" else _english(value)


def run(text: str, language: str, linh: str = "linh") -> list[str]:
    """A run of digits as people should hear it: with a leading zero digit by digit, else as a
    number, so that 042 and 42 are told apart."""
    return digits(text, language) if text.startswith("0") else number(int(text), language, linh)


def time(which: int, language: str) -> str:
    """The *which*-th time, from 2 on; past the ninth the word stays."""
    words = _TIMES[language]
    return words[min(max(which - 2, 0), len(words) - 1)]


def words(language: str) -> list[str]:
    """Every word that a number below :data:`MOST`, or a time, may need, each once."""
    if language == "vi":
        own = ["mười", "mươi", *_AFTER_TENS.values(), *LINH, "trăm", "nghìn"]
    else:
        own = [*_TEENS, *filter(None, _TENS), "hundred", "thousand", "and"]
    return list(dict.fromkeys([*DIGITS[language], *own, *_TIMES[language]]))


def _vietnamese(value: int, linh: str) -> list[str]:
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _vi_group(rest, linh, is_inner=False)
    said = [*_vi_group(thousands, linh, is_inner=False), "nghìn"]
    return said + (_vi_group(rest, linh, is_inner=True) if rest else [])


def _vi_group(value: int, linh: str, *, is_inner: bool) -> list[str]:
    """Three digits; an inner group says its hundreds even if there are none."""
    one = DIGITS["vi"]
    hundreds, rest = divmod(value, 100)
    tens, unit = divmod(rest, 10)
    said = [one[hundreds], "trăm"] if hundreds or is_inner else []
    if tens == 0:
        return said + ([linh] if said and unit else []) + ([one[unit]] if unit else [])
    if tens == 1:
        after = {5: "lăm"}
        said.append("mười")
    else:
        after = _AFTER_TENS
        said += [one[tens], "mươi"]
    return said + ([after.get(unit, one[unit])] if unit else [])


def _english(value: int) -> list[str]:
    thousands, rest = divmod(value, 1000)
    said = [*_en_group(thousands), "thousand"] if thousands else []
    if said and 0 < rest < 100:
        said.append("and")
    return said + _en_group(rest)


def _en_group(value: int) -> list[str]:
    hundreds, rest = divmod(value, 100)
    said = [DIGITS["en"][hundreds], "hundred"] if hundreds else []
    if not rest:
        return said
    if hundreds:
        said.append("and")
    if rest < 10:
        return [*said, DIGITS["en"][rest]]
    if rest < 20:
        return [*said, _TEENS[rest - 10]]
    tens, unit = divmod(rest, 10)
    return [*said, _TENS[tens], *([DIGITS["en"][unit]] if unit else [])]
