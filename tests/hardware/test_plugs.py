"""Adapters are found by USB identity."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial.tools.list_ports_common import ListPortInfo

from hardware.plugs import NotPlugged, Plug, as_plugs, find, plugged_in, resolve

FTDI = Plug("/dev/ttyUSB1", "/dev/serial/by-id/usb-FTDI-if00", "FT232R", 0x0403, 0x6001, "A50285BI")
CH340_LEFT = Plug("/dev/ttyUSB0", "/dev/serial/by-path/left", "USB Serial", 0x1A86, 0x7523)
CH340_RIGHT = Plug("/dev/ttyUSB2", "/dev/serial/by-path/right", "USB Serial", 0x1A86, 0x7523)
NATIVE = Plug("/dev/ttyS0", "/dev/ttyS0")
ALL = [NATIVE, CH340_LEFT, FTDI, CH340_RIGHT]


@pytest.mark.parametrize("url", ["usb:0403:6001", "usb:403:6001", "USB:0403:6001:A50285BI"])
def test_one_adapter_is_found(url: str) -> None:
    assert find(ALL, url) == "/dev/ttyUSB1"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("usb:0403:6015", "no adapter"),
        ("usb:0403:6001:OTHER", "no adapter"),
        ("usb:1A86:7523", "2 adapters .*by-path/left, /dev/serial/by-path/right"),
        ("usb:1A86", "not of the form"),
        ("usb:12345:7523", "not of the form"),
    ],
)
def test_none_or_more_than_one_is_told(url: str, why: str) -> None:
    with pytest.raises(NotPlugged, match=why):
        find(ALL, url)


@given(
    st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.from_regex(r"[\w-]{0,12}", fullmatch=True)
)
def test_the_listed_url_finds_its_plug(vid: int, pid: int, serial_number: str) -> None:
    plug = Plug("COM7", "COM7", "", vid, pid, serial_number)
    assert re.match("usb:[0-9A-F]{4}:[0-9A-F]{4}", plug.usb_url)
    assert find([NATIVE, plug], plug.usb_url) == "COM7"


def test_a_native_port_has_no_usb_url() -> None:
    assert NATIVE.usb_url == ""


def test_any_other_address_stays_as_it_is() -> None:
    assert resolve("socket://10.0.0.2:9100") == "socket://10.0.0.2:9100"


def test_a_serial_number_makes_the_id_link_stable_else_the_place_is() -> None:
    infos = [info("/dev/ttyUSB1", "A50285BI"), info("/dev/ttyUSB0", None), info("/dev/ttyS0", None)]
    by_id = {"/dev/ttyUSB0": "id0", "/dev/ttyUSB1": "id1"}
    by_path = {"/dev/ttyUSB0": "path0", "/dev/ttyUSB1": "path1"}
    plugs = as_plugs(infos, by_id, by_path)
    assert [p.device for p in plugs] == ["/dev/ttyS0", "/dev/ttyUSB0", "/dev/ttyUSB1"]
    assert [p.stable_path for p in plugs] == ["/dev/ttyS0", "path0", "id1"]


def test_this_machine_can_be_asked() -> None:
    assert all(plug.device for plug in plugged_in())


def info(device: str, serial_number: str | None) -> ListPortInfo:
    port_info = ListPortInfo(device, skip_link_detection=True)
    port_info.serial_number = serial_number
    return port_info
