"""Far ends for the tests of this room: devices and a serial server that speak bytes."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from serial import rfc2217

from hardware.virtual import VirtualDevice


def until(condition: Callable[[], object], limit_s: float = 60.0) -> None:
    """Wait for something that another thread does; fails after limit_s."""
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s, "it did not happen"
        time.sleep(0.01)


class Parrot:
    """Remembers what it heard and says it back in upper case."""

    def __init__(self) -> None:
        self.heard = b""

    def feed(self, data: bytes) -> bytes:
        self.heard += data
        return data.upper()


class Silent:
    """Hears all and says nothing."""

    def feed(self, data: bytes) -> bytes:
        return b""


class Stalled:
    """Takes nothing until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def feed(self, data: bytes) -> bytes:
        self.let_go.wait(20)
        return b""


class SerialServer:
    """An RFC 2217 serial server for one client at a time; uart holds the settings it was given."""

    def __init__(self, device: VirtualDevice) -> None:
        self.uart = _make_uart()
        self._device = device
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}"
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def hang_up(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self.hang_up()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._client, _ = self._listener.accept()
                with self._client:
                    self._serve(self._client)

    def _serve(self, client: socket.socket) -> None:
        manager: Any = rfc2217.PortManager(self.uart, SimpleNamespace(write=client.sendall))
        with contextlib.suppress(ConnectionError):
            while data := client.recv(1024):
                heard = b"".join(manager.filter(data))
                if heard and (answer := self._device.feed(heard)):
                    client.sendall(b"".join(manager.escape(answer)))


def _make_uart() -> SimpleNamespace:
    return SimpleNamespace(
        baudrate=0,
        bytesize=0,
        parity="?",
        stopbits=0,
        xonxoff=False,
        rtscts=False,
        break_condition=False,
        dtr=False,
        rts=False,
        cts=True,
        dsr=True,
        ri=False,
        cd=True,
        reset_input_buffer=lambda: None,
        reset_output_buffer=lambda: None,
    )
