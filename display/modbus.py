"""Seven-segment boards on Modbus RTU: the frames, and the protocol that writes texts.

Papers: MODBUS over Serial Line V1.02 §2.5, MODBUS Application Protocol V1.1b3 §6.3 §6.6 §6.12 §7.
Worked frames and the register map: docs/reference/boards/modbus.md.
"""

from display import lettering, segments
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s
from display.sums import crc16_modbus

READ, WRITE_ONE, WRITE_MANY = 0x03, 0x06, 0x10
NUMBER_REGISTER, LAST_SINGLE_REGISTER = 0x00, 0x04
TEXT_REGISTER, SEGMENT_REGISTER = 0x70, 0x80
UNITS = range(1, 248)
EVERYBODY = 0
MAX_REGISTERS = lettering.MAX_WIDTH // 2
MAX_FRAME = 9 + 2 * MAX_REGISTERS
MAX_HELD = MAX_FRAME - 1
# A slave may take as long as it likes by the paper; the usual masters give up after 50 to 1000 ms.
# 100 ms is an order above what a small controller needs and still ten silent boards a second.
ANSWER_TIMEOUT_S = 0.1

_ILLEGAL_ADDRESS = 0x02
_EXCEPTIONS = {
    0x01: "it does not know the function",
    0x02: "it has no such register",
    0x03: "it does not take the value",
    0x04: "it has failed inside",
    0x06: "it is busy",
}


def sealed(body: bytes) -> bytes:
    """``body`` with its CRC behind."""
    return body + crc16_modbus(body)


def is_sealed(frame: bytes) -> bool:
    """Whether the last two bytes are the CRC of those before."""
    return len(frame) >= 4 and crc16_modbus(frame[:-2]) == frame[-2:]


def text_frame(unit: int, text: str) -> bytes:
    """Function 16 with an ASCII text, two letters a register; one blank behind an odd one."""
    letters = text.encode("ascii")
    return _many_frame(unit, TEXT_REGISTER, letters + b" " * (len(letters) % 2))


def segment_frame(unit: int, text: str) -> bytes:
    """Function 16 with the segments of each place; a dark one behind an odd number of places."""
    places = segments.lit(text)
    return _many_frame(unit, SEGMENT_REGISTER, places + bytes(len(places) % 2))


def _many_frame(unit: int, register: int, data: bytes) -> bytes:
    head = bytes([unit, WRITE_MANY, 0, register, 0, len(data) // 2, len(data)])
    return sealed(head + data)


def number_frame(unit: int, number: int) -> bytes:
    """Function 06 with -32768 to 32767 (else OverflowError); unit 0 is everybody."""
    head = bytes([unit, WRITE_ONE, 0, NUMBER_REGISTER])
    return sealed(head + number.to_bytes(2, "big", signed=True))


def read_frame(unit: int, register: int) -> bytes:
    """Function 03 for one register."""
    return sealed(bytes([unit, READ, 0, register, 0, 1]))


def good_answer(request: bytes) -> bytes:
    """What a board sends back for a write when all is well: all of function 06, six bytes of 16."""
    return request if request[1] == WRITE_ONE else sealed(request[:6])


def gap_s(baud: int) -> float:
    """t3.5, the silence between frames; 1.75 ms above 19200 (Serial Line §2.5.1.1).

    The paper counts 11 bits for a character (§2.5.1), also where a line is 8N1 with 10.
    """
    return wire_s(1, baud, "8E1") * 3.5 if baud <= 19200 else 0.00175


class Modbus:
    """The protocol at one speed, showing texts."""

    def __init__(self, baud: int) -> None:
        self.name = "modbus"
        self.form = "8N1"
        self._baud = checked_baud(baud)
        self.gap_s = gap_s(baud)
        self.answer_timeout_s = self.probe_timeout_s = ANSWER_TIMEOUT_S + wire_s(8, baud)
        self.addresses = UNITS

    def fit(self, text: str, width: int) -> str:
        return lettering.fit(text, width, lettering.SEVEN_SEGMENT)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return text_frame(address, self.fit(text, width))

    def probe(self, address: int) -> bytes | None:
        """Reads the number's register. A board without it refuses, which is an answer too."""
        checked_address(self.name, self.addresses, address)
        return read_frame(address, NUMBER_REGISTER)

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """Skips noise in front, and our own frame where the adapter echoes."""
        is_own_answer = sent[1] == WRITE_ONE
        heard = got if is_own_answer else got.removeprefix(sent)
        if _is_answered(sent, heard):
            return Answer(is_whole=True)
        if refusal := _refusal(sent, heard):
            return Answer(is_whole=True, why="" if sent[1] == READ else refusal)
        if heard:
            return Answer(
                is_whole=False, why=f"no right answer in what came: {heard[:16].hex(' ')}"
            )
        return Answer(is_whole=False, why="no answer")

    def decoder(self) -> "RequestDecoder":
        return RequestDecoder()


def _is_answered(sent: bytes, heard: bytes) -> bool:
    if sent[1] != READ:
        return good_answer(sent) in heard
    at = heard.find(bytes([sent[0], READ, 2]))
    frame = heard[at : at + 7]
    return at >= 0 and len(frame) == 7 and is_sealed(frame)


def _refusal(sent: bytes, heard: bytes) -> str:
    """The exception answer to ``sent`` in ``heard`` as a sentence, or ""."""
    at = heard.find(bytes([sent[0], sent[1] | 0x80]))
    frame = heard[at : at + 5]
    if at < 0 or len(frame) < 5 or not is_sealed(frame):
        return ""
    reason = _EXCEPTIONS.get(frame[2], "it does not say why")
    return f"the board refused: {reason} (exception {frame[2]})"


class RequestDecoder:
    """The board's side. It has no clock, so it cannot see the silence between frames; it looks
    instead for a whole frame with a right CRC anywhere in the newest bytes, so rubbish in front
    delays nothing. Holds at most MAX_HELD bytes.
    """

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        heard = []
        for at in range(0, len(data), MAX_FRAME):
            self._held += data[at : at + MAX_FRAME]
            while request := self._next_request():
                heard.append(_heard(request))
            self._held = self._held[-MAX_HELD:]
        return heard

    def _next_request(self) -> bytes:
        """Takes out the first whole request and all before it; b"" when there is none."""
        for at in range(len(self._held) - 7):
            size = _request_size(self._held[at : at + 8])
            request = self._held[at : at + size]
            if 0 < size == len(request) and is_sealed(request):
                self._held = self._held[at + size :]
                return request
        return b""


def _request_size(head: bytes) -> int:
    """Bytes of the request that begins with these eight; 0: no known one does."""
    unit, function, register = head[0], head[1], int.from_bytes(head[2:4], "big")
    count, size = int.from_bytes(head[4:6], "big"), head[6]
    if unit not in UNITS and unit != EVERYBODY:
        return 0
    if function == WRITE_ONE and register <= LAST_SINGLE_REGISTER:
        return 8
    if function == READ and count == 1:
        return 8
    if function == WRITE_MANY and 1 <= count <= MAX_REGISTERS and size == 2 * count:
        return 9 + size
    return 0


def _heard(request: bytes) -> Heard:
    unit, function, register = request[0], request[1], int.from_bytes(request[2:4], "big")
    text, answer, words = None, good_answer(request), request[7:-2]
    if function == WRITE_MANY and register == TEXT_REGISTER:
        text = words.decode("ascii", "replace")
    elif function == WRITE_MANY and register == SEGMENT_REGISTER:
        text = segments.drawn(words)
    elif function == WRITE_ONE and register == NUMBER_REGISTER:
        text = str(int.from_bytes(request[4:6], "big", signed=True))
    elif function == READ and register == NUMBER_REGISTER:
        answer = sealed(bytes([unit, READ, 2, 0, 0]))
    elif function != WRITE_ONE:
        answer = sealed(bytes([unit, function | 0x80, _ILLEGAL_ADDRESS]))
    is_for_all = unit == EVERYBODY
    return Heard(unit, text, b"" if is_for_all else answer, is_for_all)
