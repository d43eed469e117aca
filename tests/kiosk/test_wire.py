"""What the server says, read strictly where it matters and with patience where it does not."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire import Pulse, Service, Ticket, read

PULSE = """{"now": "2026-11-23T08:00:00+07:00", "office": "Giao Thủy", "counter": "3", "levels": 5,
 "window": {"ticket": 17, "label": "A042", "service": "Tư pháp", "clerk": null,
 "closes_in_s": 42.0}, "something": "new"}"""


def test_a_heartbeat_is_read():
    pulse = read(Pulse, PULSE.encode())
    assert (pulse.counter, pulse.window.ticket, pulse.window.closes_in_s) == ("3", 17, 42.0)


def test_services_and_tickets_are_read():
    [service] = read(list[Service], b'[{"code":"A","name":"x","open":false,"wait_s":null}]')
    assert not service.is_open
    assert read(Ticket, b'{"id":1,"label":"A001","state":"waiting"}').slip.state == "queued"


@pytest.mark.parametrize("kind", [Pulse, Ticket, list[Service]])
@given(data=st.binary(max_size=40) | st.sampled_from([b"{}", b"null", b"[[]]", b'{"id":"1"}']))
def test_rubbish_is_refused(kind, data):
    with pytest.raises(msgspec.MsgspecError):
        read(kind, data)
