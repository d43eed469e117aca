"""From a call to the board and to the screens: listeners that note when bytes arrive.

The boards are cables that end in TCP listeners here, which answer as Modbus boards do.
"""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field

CABLES = ("west", "middle", "east")
CALLS_PER_S = 5
"""Thirty counters that call every six seconds: ten times what an office does at its busiest."""
LINGER_S = 2.0


@dataclass
class Arrivals:
    """Labels with the instant of their last byte, wherever they came."""

    boards: dict[str, float] = field(default_factory=dict)
    screens: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Waits:
    """Milliseconds from a call's first byte sent: to its answer, its board, its screens."""

    answer: list[float]
    board: list[float]
    screens: list[float]
    missed: int


class Cables:
    """The far ends of the board cables."""

    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals
        self._servers: list[asyncio.Server] = []

    async def open(self) -> dict[str, str]:
        """Listen; the cables' URLs."""
        urls = {}
        for cable in CABLES:
            server = await asyncio.start_server(self._board, "127.0.0.1", 0)
            self._servers.append(server)
            urls[cable] = f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return urls

    async def _board(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Modbus function 16: address, function, start, count, length, data, check."""
        try:
            while head := await reader.readexactly(7):
                rest = await reader.readexactly(head[6] + 2)
                now = time.perf_counter()
                label = rest[:-2].decode("latin-1").strip()
                self._arrivals.boards.setdefault(label, now)
                answer = head[:6]
                writer.write(answer + _crc(answer))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def _crc(data: bytes) -> bytes:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


async def measured(port: int, token: str, arrivals: Arrivals, screens: int, calls: int) -> Waits:
    """Issue and call *calls* tickets at :data:`CALLS_PER_S` while *screens* streams are open."""
    streams = [asyncio.create_task(_screen(port, arrivals)) for _ in range(screens)]
    await asyncio.sleep(1.0)  # nothing to wait for: every stream must have had its first bytes
    office = await Caller.connect(port, token)
    sent: dict[str, float] = {}
    answers = []
    for number in range(calls):
        await office.post("/api/v1/tickets", {"service": "A"})
        begun = time.perf_counter()
        counter = 11 + number % 14
        called = await office.post(
            f"/api/v1/counters/{counter}/call-next", {"finish_current": True}
        )
        answers.append((time.perf_counter() - begun) * 1000)
        sent[called["label"]] = begun
        await asyncio.sleep(max(0.0, begun + 1 / CALLS_PER_S - time.perf_counter()))
    await asyncio.sleep(LINGER_S)
    office.close()
    for stream in streams:
        stream.cancel()
    board = [
        (arrivals.boards[each] - at) * 1000 for each, at in sent.items() if each in arrivals.boards
    ]
    shown = [
        (when - at) * 1000 for each, at in sent.items() for when in arrivals.screens.get(each, [])
    ]
    missed = len(sent) - len(board) + len(sent) * screens - len(shown)
    return Waits(answers, board, shown, missed)


async def _screen(port: int, arrivals: Arrivals) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /api/v1/live HTTP/1.1\r\nHost: bench\r\n\r\n")
    name = b""
    try:
        while line := await reader.readline():
            if line.startswith(b"event: "):
                name = line[7:].strip()
            elif name == b"called" and line.startswith(b"data: "):
                found = re.search(rb'"label": ?"(\w+)"', line)
                if found:
                    label = found[1].decode()
                    arrivals.screens.setdefault(label, []).append(time.perf_counter())
    finally:
        writer.close()


class Caller:
    """One keep-alive connection that asks and waits for its answer."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str
    ) -> None:
        self._reader, self._writer, self._token = reader, writer, token
        self._asked = 0

    @classmethod
    async def connect(cls, port: int, token: str) -> "Caller":
        """Open the connection."""
        return cls(*await asyncio.open_connection("127.0.0.1", port), token)

    async def post(self, path: str, body: object) -> dict[str, str]:
        """The answer's JSON. :raises OSError: for anything but a success."""
        self._asked += 1
        data = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self._token}\r\n"
            f"Idempotency-Key: signal-{time.time_ns()}-{self._asked}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        self._writer.write(head.encode() + data)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = re.search(r"content-length: (\d+)", answer)
        text = await self._reader.readexactly(int(length[1]) if length else 0)
        if " 20" not in answer.split("\r\n", 1)[0]:
            raise OSError(f"{path}: {text.decode()}")
        return json.loads(text or b"{}")

    def close(self) -> None:
        """Hang up."""
        self._writer.close()
