"""A description worked out: how its frames are made, and how one is known again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from display import lettering
from display.address_forms import AddressForm
from display.sums import SUMS
from display.template import FRAME, SUM, Template

TEXT_BYTES = bytes(range(0x20, 0x60))
"""What a text may hold on the wire: the sign of every lettering, and the pad byte besides."""


@dataclass(frozen=True)
class Layout:
    """A description whose every value is right; ``answer`` and ``refusal`` may be empty."""

    frame: Template
    answer: Template
    refusal: Template
    address: AddressForm
    addresses: range
    offset: int
    signs: frozenset[str]
    is_digits: bool
    places: int
    is_left: bool
    pad: bytes
    checksum: str
    is_hex: bool
    is_turned: bool
    escapes: Mapping[int, bytes]

    @property
    def is_number(self) -> bool:
        """Whether the board gets a number of two bytes instead of letters."""
        return bool(self.frame.count("high"))

    @property
    def _sole(self) -> int:
        """What a frame without an address would say."""
        return self.addresses[0] + self.offset

    @property
    def is_summed(self) -> bool:
        """Whether a frame can be told from one that is not by its check sum."""
        return self.checksum != "none"

    def fit(self, text: str, width: int) -> str:
        """Exactly ``width`` signs, filled up with blanks. ValueError when no board is so wide."""
        if self.is_number:
            return lettering.fit_number(text, width)
        wanted = lettering.last_digits(text) if self.is_digits else text
        fitted = lettering.fit(wanted, width, self.signs)
        return fitted.strip().ljust(width) if self.is_left else fitted

    def written(self, address: int, drawn: str) -> bytes:
        """The frame that puts ``drawn``, as fit() gives it, on the board at ``address``.

        ValueError when the board is wider than what a frame carries.
        """
        if self.is_number:
            return self._frame(address, int(drawn).to_bytes(2, "big"))
        places = self.places or len(drawn)
        if len(drawn) > places:
            raise ValueError(f"a frame carries {places} signs, so width is not {len(drawn)}")
        bare = drawn.rstrip(" ") if self.is_left else drawn.lstrip(" ")
        data = bare.encode("ascii")
        return self._frame(
            address,
            data.ljust(places, self.pad) if self.is_left else data.rjust(places, self.pad),
        )

    def read(self, frame: bytes) -> tuple[int, str] | None:
        """The address and the text of a whole frame; None when it is none of ours."""
        found = self.pattern.fullmatch(frame)
        if not found:
            return None
        parts = {word: self._bare(part) for word, part in found.groupdict().items()}
        number = self.address.read(parts["address"]) if "address" in parts else self._sole
        content = parts["text"] if "text" in parts else parts["high"] + parts["low"]
        if number is None or (address := number - self.offset) not in self.addresses:
            return None
        if self._frame(address, content) != frame:
            return None
        return address, self._text(content)

    def answers(self, sent: bytes) -> tuple[bytes, bytes]:
        """What the board says to our frame ``sent`` when it took it, and when it did not."""
        known = self.read(sent)
        return self.said(self.addresses[0] if known is None else known[0], sent)

    def said(self, address: int, frame: bytes) -> tuple[bytes, bytes]:
        """What the board at ``address`` says to ``frame``: good, and bad (b"": nothing)."""
        values = {"address": self._address(address), FRAME: frame}
        good = self.answer.render(values, self.seal, self.wrap)
        return good, self.refusal.render(values, self.seal, self.wrap)

    def seal(self, data: bytes) -> bytes:
        """The check sum of ``data`` as it is sent."""
        plain = SUMS[self.checksum](data)
        plain = plain[::-1] if self.is_turned else plain
        return plain.hex().upper().encode("ascii") if self.is_hex else plain

    def wrap(self, data: bytes) -> bytes:
        """``data`` with what may not occur inside a frame escaped."""
        return b"".join(self.escapes.get(byte, bytes([byte])) for byte in data)

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """Finds a whole frame; the words are its groups. Its check sum is not looked at."""
        unit = self._unit(bytes(range(256)))
        letters = self._unit(bytes(sorted({*TEXT_BYTES, *self.pad})))
        places = b"{%d}" % self.places if self.places else b"{1,%d}" % lettering.MAX_WIDTH
        groups = {
            "address": b"(?P<address>%s{%d})" % (unit, self.address.size),
            "text": b"(?P<text>%s%s)" % (letters, places),
            "high": b"(?P<high>%s)" % unit,
            "low": b"(?P<low>%s)" % unit,
            SUM: b"%s{%d}" % (unit, len(self.seal(b""))),
        }
        found = (groups.get(part.word, re.escape(part.data)) for part in self.frame.parts)
        return re.compile(b"".join(found), re.DOTALL)

    @cached_property
    def longest(self) -> int:
        """Bytes of the longest frame, every one of its words escaped."""
        sizes = {
            "address": self.address.size,
            "text": self.places or lettering.MAX_WIDTH,
            "high": 1,
            "low": 1,
            SUM: len(self.seal(b"")),
        }
        most = max((len(each) for each in self.escapes.values()), default=1)
        return sum(
            most * sizes.get(part.word, 0) if part.word else len(part.data)
            for part in self.frame.parts
        )

    def _unit(self, allowed: bytes) -> bytes:
        """One byte of a word, of those ``allowed``, escaped where it must be."""
        plain = re.escape(bytes(byte for byte in allowed if byte not in self.escapes))
        pairs = [re.escape(pair) for byte, pair in self.escapes.items() if byte in allowed]
        return b"(?:%s)" % b"|".join([*pairs, b"[%s]" % plain])

    def _bare(self, data: bytes) -> bytes:
        """``data`` without its escapes."""
        plain = {escaped: byte for byte, escaped in self.escapes.items()}
        out, at = b"", 0
        while at < len(data):
            hit = next((each for each in plain if data.startswith(each, at)), data[at : at + 1])
            out += bytes([plain[hit]]) if hit in plain else hit
            at += len(hit)
        return out

    def _address(self, address: int) -> bytes:
        return self.address.write(address + self.offset)

    def _frame(self, address: int, content: bytes) -> bytes:
        values = {"address": self._address(address), "text": content}
        if self.is_number:
            values |= {"high": content[:1], "low": content[1:]}
        return self.frame.render(values, self.seal, self.wrap)

    def _text(self, content: bytes) -> str:
        if self.is_number:
            return str(int.from_bytes(content, "big"))
        if self.pad.decode("latin-1") in self.signs:
            return content.decode("latin-1")
        bare = content.rstrip(self.pad) if self.is_left else content.lstrip(self.pad)
        filler = " " * (len(content) - len(bare))
        text = bare.decode("latin-1")
        return text + filler if self.is_left else filler + text
