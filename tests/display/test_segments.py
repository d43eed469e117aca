from display.lettering import SEVEN_SEGMENT
from display.segments import LIT, drawn, lit


def test_every_sign_of_seven_segments_has_its_own_but_s() -> None:
    assert LIT.keys() == SEVEN_SEGMENT
    assert drawn(lit("".join(sorted(LIT)))) == "".join(sorted(LIT)).replace("S", "5")


def test_segments_by_the_books_names() -> None:
    """a top, b and c on the right, d bottom, e and f on the left, g in the middle."""
    a, b, c, d, e, f, g = (1 << bit for bit in range(7))
    assert lit("1") == bytes([b | c])
    assert lit("8") == bytes([a | b | c | d | e | f | g])
    assert lit("A") == bytes([a | b | c | e | f | g])
    assert lit("C") == bytes([a | d | e | f])
    assert lit("-_ ") == bytes([g, d, 0])


def test_what_is_no_sign() -> None:
    assert lit("W") == lit("-")
    assert drawn(b"\x01\xff\x80") == "?8 "
