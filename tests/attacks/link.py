"""One network link with several machines on it: network namespaces on a bridge of their own.

Nothing of this machine's own network is touched, and nothing is left when the link is gone.
"""

import ctypes
import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

import pytest

NET = "10.77.0."
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_ARP = 0x0806


def need_namespaces() -> None:
    """Skip the test where this machine does not let us have networks of our own."""
    try:
        made = _ip("netns", "add", "motcua-probe").returncode == 0
        _ip("netns", "del", "motcua-probe")
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip(
            "not run: tests/attacks (no network namespaces here); run it as root, with `ip`"
        )


class Link:
    """A switch and the machines plugged into it, by name and last number of their address.

    A context manager; :meth:`on` makes the current thread, its children and its sockets one of the
    machine's.
    """

    def __init__(self, **machines: int) -> None:
        self._machines = machines
        self._tag = f"mc{os.getpid() % 100000}"

    def address(self, machine: str) -> str:
        return f"{NET}{self._machines[machine]}"

    def __enter__(self) -> Self:
        hub = self._space("hub")
        self._do("netns", "add", hub)
        self._do("-n", hub, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
        self._do("-n", hub, "link", "set", "br0", "up")
        for machine in self._machines:
            self._plug_in(hub, machine)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for machine in (*self._machines, "hub"):
            _ip("netns", "del", self._space(machine))

    def _plug_in(self, hub: str, machine: str) -> None:
        space = self._space(machine)
        self._do("netns", "add", space)
        end = f"to-{machine}"
        peer = ("peer", "name", "eth0", "netns", space)
        self._do("-n", hub, "link", "add", end, "type", "veth", *peer)
        self._do("-n", hub, "link", "set", end, "master", "br0", "up")
        self._do("-n", space, "addr", "add", self.address(machine) + "/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            self._do("-n", space, "link", "set", device, "up")

    @contextmanager
    def on(self, machine: str) -> Iterator[None]:
        """Be on *machine*: sockets opened and programs started here are there."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self._space(machine)}", os.O_RDONLY)
        try:
            _enter(there)
            try:
                yield
            finally:
                _enter(home)
        finally:
            os.close(there)
            os.close(home)

    @contextmanager
    def taking_over(self, thief: str, victim: str, fooled: str) -> Iterator[None]:
        """*thief* has *victim*'s address too, and *fooled* is told so all the time (by ARP)."""
        address = (self.address(victim) + "/32", "dev", "eth0")
        mac = self._mac(fooled)
        self._do("-n", self._space(thief), "addr", "add", *address)
        is_over = threading.Event()
        with self.on(thief):
            liar = threading.Thread(target=self._lie, args=(victim, mac, fooled, is_over))
            liar.start()
        try:
            yield
        finally:
            is_over.set()
            liar.join()
            self._do("-n", self._space(thief), "addr", "del", *address)
            self._do("-n", self._space(fooled), "neigh", "flush", "all")

    def knows(self, machine: str, other: str) -> None:
        """*machine* knows where *other* is and believes nobody else about it."""
        where = (self.address(other), "lladdr", self._mac(other).hex(":"), "dev", "eth0")
        self._do("-n", self._space(machine), "neigh", "replace", *where, "nud", "permanent")

    def _mac(self, machine: str) -> bytes:
        with self.on(machine), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
            wire.bind(("eth0", _ARP))
            found: bytes = wire.getsockname()[4]
        return found

    def _lie(self, victim: str, mac: bytes, fooled: str, is_over: threading.Event) -> None:
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
            wire.bind(("eth0", _ARP))
            mine = wire.getsockname()[4]
            claim = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 2) + mine + _ip4(self.address(victim))
            frame = mac + mine + struct.pack("!H", _ARP) + claim
            frame += mac + _ip4(self.address(fooled))
            while not is_over.wait(0.05):
                with suppress(OSError):
                    wire.send(frame)

    def _space(self, machine: str) -> str:
        return f"{self._tag}-{machine}"

    def _do(self, *words: str) -> None:
        done = _ip(*words)
        assert done.returncode == 0, (words, done.stderr)


def _ip(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["ip", *words], capture_output=True, text=True, timeout=20, check=False)


def _ip4(address: str) -> bytes:
    return socket.inet_aton(address)


def _enter(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, _NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")
