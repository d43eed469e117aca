"""Every Modbus form against pymodbus's own RTU server, over a serial line of two pseudo-terminals.

pymodbus is no part of the product; it judges what our bytes mean.
"""

import asyncio
import os
import select
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import tty

from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.register_message import (
    WriteMultipleRegistersRequest,
    WriteSingleRegisterRequest,
)
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from display.bus import Bus
from display.catalogue import protocol_named
from hardware.ports import Line, ReconnectingPort
from tests.display.test_bus_on_a_cable import running, wait_for

UNIT = 3


class Splice:
    """Two pseudo-terminals whose far ends are joined: one reads what the other writes."""

    def __init__(self) -> None:
        pairs = [os.openpty() for _ in range(2)]
        self._masters = [master for master, _ in pairs]
        self._slaves = [slave for _, slave in pairs]
        for slave in self._slaves:
            tty.setraw(slave)
        self.near, self.far = (os.ttyname(slave) for slave in self._slaves)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        for each in self._masters + self._slaves:
            os.close(each)

    def _run(self) -> None:
        while not self._stop.is_set():
            for ready in select.select(self._masters, [], [], 0.05)[0]:
                with suppress(OSError):
                    os.write(self._masters[1 - self._masters.index(ready)], os.read(ready, 1024))


class Slave:
    """pymodbus's server with the registers of an LED-485 board, and what it understood of us."""

    def __init__(self, url: str) -> None:
        self.taken: list[tuple[int, list[int]]] = []
        self.answers = 0
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._is_up = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._is_up.wait(20)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._server.shutdown(), self._loop).result(20)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        registers = SimData(0, count=0x90, values=0, datatype=DataType.REGISTERS)
        self._server = ModbusSerialServer(
            SimDevice(UNIT, simdata=[registers]),
            port=self._url,
            baudrate=9600,
            trace_pdu=self._trace,
        )
        await self._server.serve_forever(background=True)
        self._is_up.set()
        with suppress(asyncio.CancelledError):
            await self._server.serving

    def _trace(self, is_sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        if is_sending:
            self.answers += not pdu.isError()
        elif isinstance(pdu, WriteSingleRegisterRequest | WriteMultipleRegistersRequest):
            self.taken.append((pdu.address, list(pdu.registers)))
        return pdu


@pytest.fixture
def splice() -> Iterator[Splice]:
    splice = Splice()
    yield splice
    splice.close()


@pytest.fixture
def slave(splice: Splice) -> Iterator[Slave]:
    slave = Slave(splice.far)
    yield slave
    slave.close()


@pytest.mark.parametrize(
    ("name", "blank", "label", "closed"),
    [
        ("modbus", (0x70, "    "), (0x70, "A042"), (0x70, " ---")),
        ("modbus-segments", (0x80, "0000 0000"), (0x80, "773F 665B"), (0x80, "0040 4040")),
        ("modbus-number", (0x00, "0000"), (0x00, "002A"), (0x00, "0000")),
    ],
)
def test_an_independent_server_takes_what_a_cable_sends(
    name: str,
    blank: tuple[int, str],
    label: tuple[int, str],
    closed: tuple[int, str],
    splice: Splice,
    slave: Slave,
) -> None:
    protocol = protocol_named(name, 9600)
    port = ReconnectingPort(Line(splice.near, 9600).formed(protocol.form))
    bus = Bus(port, protocol, {"1": UNIT})
    with running(bus):
        for text, wanted in (("", blank), ("A042", label), ("---", closed)):
            bus.show("1", text)
            register, words = wanted
            expected = (register, words_of(words, is_text=name == "modbus"))
            assert wait_for(lambda e=expected: e in slave.taken[-1:])
            shown = protocol.fit(text, 4).strip()
            assert wait_for(
                lambda s=shown: (bus.health()[0].state, bus.health()[0].shown) == ("shown", s)
            )
    port.close()
    assert slave.answers >= 2


def test_a_question_is_answered_by_an_independent_server(splice: Splice, slave: Slave) -> None:
    protocol = protocol_named("modbus", 9600)
    question = protocol.probe(UNIT)
    assert question is not None
    port = ReconnectingPort(Line(splice.near, 9600))
    port.write(question)
    got = b""
    while not protocol.judge(question, got).is_whole:
        more = port.read(64, 20.0)
        assert more, got.hex(" ")
        got += more
    port.close()
    assert protocol.judge(question, got).why == ""
    assert slave.taken == []


def is_known(bus: Bus, shown: str) -> bool:
    [health] = bus.health()
    return (health.state, health.shown) == ("shown", shown)


def words_of(text: str, *, is_text: bool) -> list[int]:
    """Registers from letters, two in each, or from hexadecimal digits."""
    data = text.encode("ascii") if is_text else bytes.fromhex(text)
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
