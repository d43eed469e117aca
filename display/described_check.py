"""From a description as it was written to one that works; what is wrong is said key by key."""

import re
from collections.abc import Iterable, Mapping

from display import lettering
from display.address_forms import ADDRESS_FORMS
from display.described import SIGNS, Described
from display.layout import TEXT_BYTES, Layout
from display.protocol import character_bits
from display.sums import SUMS
from display.template import FRAME, SUM, Template, hex_bytes, parse

FRAME_WORDS = ("address", "text", "high", "low")
ANSWER_WORDS = ("address", FRAME)
MOST_MS = 10_000
"""A gap or an answer longer than this is a slip of the pen: one cable has many boards."""

_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")


def layout_of(described: Described) -> Layout:
    """``described``, ready for use. ValueError, which begins with the key and says what would be
    right.
    """
    _check_words(described)
    frame = _template(described, "frame", FRAME_WORDS)
    layout = Layout(
        frame=frame,
        answer=_template(described, "answer", ANSWER_WORDS),
        refusal=_template(described, "refusal", ANSWER_WORDS),
        address=ADDRESS_FORMS[described.address],
        addresses=_addresses(described, is_said=bool(frame.count("address"))),
        offset=described.offset,
        signs=SIGNS[described.letters],
        is_digits=described.letters == "digits",
        places=described.places,
        is_left=described.align == "left",
        pad=_pad(described),
        checksum=described.checksum,
        is_hex=described.checksum_form == "hex",
        is_turned=_is_turned(described),
        escapes=_escapes(described),
    )
    _check_frame(described, layout)
    return layout


def _check_words(described: Described) -> None:
    _one_of(described, "address", ADDRESS_FORMS)
    _one_of(described, "letters", SIGNS)
    _one_of(described, "align", ("right", "left"))
    _one_of(described, "checksum", SUMS)
    _one_of(described, "checksum_form", ("byte", "hex"))
    _one_of(described, "checksum_order", ("", "high", "low"))
    _within(described, "places", 0, lettering.MAX_WIDTH)
    _within(described, "gap_ms", 0, MOST_MS)
    _within(described, "answer_ms", 1, MOST_MS)
    try:
        character_bits(described.form)
    except ValueError as error:
        raise ValueError(f"form: {error}") from None


def _one_of(described: Described, key: str, known: Iterable[str]) -> None:
    value = getattr(described, key)
    if value not in known:
        choices = ", ".join(repr(each) for each in known)
        raise ValueError(f"{key} = {value!r}: write one of {choices}")


def _within(described: Described, key: str, low: int, high: int) -> None:
    value = getattr(described, key)
    if not low <= value <= high:
        raise ValueError(f"{key} = {value}: write {low} to {high}")


def _template(described: Described, key: str, words: tuple[str, ...]) -> Template:
    text = getattr(described, key)
    try:
        return parse(text, words)
    except ValueError as error:
        raise ValueError(f"{key} = {text!r}: {error}") from None


def _addresses(described: Described, *, is_said: bool) -> range:
    """Those of ``addresses``, else all that the form and the offset allow; one if none is sent."""
    highest = ADDRESS_FORMS[described.address].highest - described.offset
    first, last = (1, highest) if is_said else (1, 1)
    if described.addresses:
        found = _RANGE.fullmatch(described.addresses)
        if not found:
            raise ValueError(f'addresses = {described.addresses!r}: write them as "1-99"')
        first, last = int(found[1]), int(found[2])
    if first > last or first + described.offset < 0 or (is_said and last > highest):
        raise ValueError(
            f"addresses {first}-{last} with offset {described.offset}: address = "
            f"{described.address!r} writes 0 to {ADDRESS_FORMS[described.address].highest}"
        )
    return range(first, last + 1)


def _pad(described: Described) -> bytes:
    try:
        pad = hex_bytes(described.pad)
    except ValueError as error:
        raise ValueError(f"pad = {described.pad!r}: {error}") from None
    if len(pad) != 1:
        raise ValueError(f"pad = {described.pad!r}: write one byte, as 20 (a blank)")
    return pad


def _is_turned(described: Described) -> bool:
    """Whether the two bytes of the check sum go out the other way round than is usual."""
    usual = "low" if described.checksum.startswith("crc16") else "high"
    return described.checksum_order not in ("", usual)


def _escapes(described: Described) -> Mapping[int, bytes]:
    found: dict[int, bytes] = {}
    for text in described.escapes:
        left, mark, right = text.partition("=")
        try:
            byte, pair = hex_bytes(left), hex_bytes(right)
        except ValueError as error:
            raise ValueError(f"escapes: {text!r}: {error}") from None
        if not mark or len(byte) != 1 or len(pair) < 2 or byte[0] in found:
            raise ValueError(f"escapes: {text!r}: write each byte once, as A5 = AA 05")
        found[byte[0]] = pair
    for pair in found.values():
        if pair[0] not in found:
            raise ValueError(
                f"escapes: {pair[0]:02X} begins an escape, so it needs one of its own, as "
                f"{pair[0]:02X} = {pair[0]:02X} 0A"
            )
    return found


def _check_frame(described: Described, layout: Layout) -> None:
    frame, shown = layout.frame, f"frame = {described.frame!r}: "
    has_text, has_number = frame.count("text"), frame.count("high") + frame.count("low")
    if (has_text, has_number) not in ((1, 0), (0, 2)):
        raise ValueError(shown + "write text in it once, or high and low for a number of two bytes")
    if bool(frame.count(SUM)) != layout.is_summed:
        raise ValueError(
            f"checksum = {described.checksum!r}, but frame = {described.frame!r}: write sum in the "
            "frame exactly when there is a check sum"
        )
    if (layout.answer.count(SUM) or layout.refusal.count(SUM)) and not layout.is_summed:
        raise ValueError("answer, refusal: there is no check sum; leave out sum")
    if layout.refusal.parts and not layout.answer.parts:
        raise ValueError("refusal: a board that refuses also has an answer; write it")
    if has_text and not layout.places:
        _check_end(described, layout)


def _check_end(described: Described, layout: Layout) -> None:
    """Without ``places`` a text is over at a byte that cannot be in it."""
    parts = [part for part in layout.frame.parts if part.word != "|"]
    behind = parts[[part.word for part in parts].index("text") + 1 :]
    end = behind[0].data if behind else b""
    if not end or end in TEXT_BYTES or end == layout.pad:
        raise ValueError(
            f"frame = {described.frame!r}: no byte behind text says where it ends; write places, "
            "how many signs every frame carries"
        )
