"""CODE128 (ISO/IEC 15417): which code set each character takes, and the bars of a symbol."""

from collections.abc import Sequence
from typing import Final

_SET_C_PAYS: Final = 4  # digits in a row from which two in one symbol outweigh the switch
_REAL_TIME: Final = (4, 5, 20)  # after 16 these would be DLE EOT, DLE ENQ, DLE DC4
START: Final = {"B": 104, "C": 105}
SWITCH: Final = {"B": 100, "C": 99}
STOP: Final = 106
MODULES: Final = 11  # of every symbol but the stop, which has 13

# Widths of bar, space, bar, space, bar, space for the values 0 to 105.
_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 "
)
_WIDTHS: Final = tuple(_TABLE.split())
_STOP_WIDTHS: Final = "2331112"


def runs(data: str) -> list[tuple[str, str]]:
    """`data` (printable ASCII) cut into ("B", letters) and ("C", an even number of digits)."""
    out: list[tuple[str, str]] = []
    place = 0
    while place < len(data):
        digits = _digits_at(data, place)
        if digits >= _SET_C_PAYS and not (out and out[-1][0] == "C"):
            out.append(("C", data[place : place + digits]))
            place += digits
        elif out and out[-1][0] == "B":
            out[-1] = ("B", out[-1][1] + data[place])
            place += 1
        else:
            out.append(("B", data[place]))
            place += 1
    return out


def _digits_at(data: str, place: int) -> int:
    """How many digits from `place` go in pairs, without making a real-time command."""
    end, last = place, -1
    while len(pair := data[end : end + 2]) == 2 and pair.isdigit():
        if last == 0x10 and int(pair) in _REAL_TIME:
            break
        end, last = end + 2, int(pair)
    return end - place


def modules(data: str) -> int:
    """The width of `data` as bars, in modules, without the white beside it."""
    symbols = sum(1 + (len(text) // 2 if name == "C" else len(text)) for name, text in runs(data))
    return (symbols + 1) * MODULES + sum(map(int, _STOP_WIDTHS))


def bars(values: Sequence[int]) -> list[int]:
    """Widths of bars and spaces in turn, from a start value on; check and stop are added."""
    check = (values[0] + sum(n * value for n, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[value] for value in (*values, check)) + _STOP_WIDTHS
    return [int(width) for width in widths]


def sent(data: str) -> bytes:
    """What GS k 73 takes: `{B` and letters, `{C` and a byte for two digits; `{` is doubled."""
    out = bytearray()
    for name, text in runs(data):
        out += b"{" + name.encode("ascii")
        if name == "C":
            out += bytes(int(text[n : n + 2]) for n in range(0, len(text), 2))
        else:
            out += text.replace("{", "{{").encode("ascii")
    return bytes(out)


def received(data: bytes) -> list[int] | None:
    """The values that GS k 73 with `data` stands for; None = not a CODE128 it can print."""
    values: list[int] = []
    name, place = "", 0
    while place < len(data):
        if data[place] == ord("{") and data[place + 1 : place + 2] != b"{":
            name = chr(data[place + 1]) if place + 1 < len(data) else ""
            if name not in START:
                return None
            values.append(SWITCH[name] if values else START[name])
            place += 2
            continue
        value = data[place] if name == "C" else data[place] - 0x20
        place += 2 if name == "B" and data[place] == ord("{") else 1
        if not name or not 0 <= value < (100 if name == "C" else 95):
            return None
        values.append(value)
    return values or None
