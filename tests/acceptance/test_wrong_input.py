"""Wrong input, each a clear sentence and the right status; never a traceback, nothing lost."""

import http.client
import socket
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.test_http import refusal
from tests.acceptance.town import API, Town, make_tokens, until
from tests.server_process import MOTCUA, ROOT, ServerProcess, free_port

JSON = "application/json"


def motcua(*words: object) -> tuple[int, str]:
    """Exit status and what stands on standard error."""
    command = [*MOTCUA, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr


def serve(folder: Path, *more: object) -> str:
    """The one sentence with which a server does not start."""
    status, said = motcua("serve", folder, "--port", free_port(), *more)
    assert (status, said.count("\n")) == (1, 1), said
    return said


def write(folder: Path, old: str, new: str) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_unknown_key_in_office_toml(folder: Path) -> None:
    write(folder, "hotline =", "hotlin =")
    assert serve(folder) == (
        f"Error: {folder / 'office.toml'}: unknown key 'office.hotlin'; did you mean 'hotline'?\n"
    )


def test_a_profile_nobody_knows(folder: Path) -> None:
    write(folder, 'profile = "TM-T82"', 'profile = "TM-X"')
    assert "office.toml: printer.hall: profile = 'TM-X' is not known; it can be" in serve(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = serve(tmp_path / "nowhere")
    assert "nowhere is not there: make a data folder with 'motcua init" in said


def test_a_folder_without_an_office(tmp_path: Path) -> None:
    assert "office.toml is not there: make a data folder" in serve(tmp_path)


def test_a_database_that_is_none(folder: Path) -> None:
    (folder / "office.db").write_bytes(b"not a database " * 1000)
    assert "office.db: the office's file cannot be opened" in serve(folder)


def test_a_second_server_on_the_same_folder(town: Town) -> None:
    said = serve(town.server.folder)
    assert "another server is running on" in said and "stop it first" in said
    assert town.get("/hall")


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = motcua("serve", folder, "--port", taken.getsockname()[1])
    assert status == 1
    assert "another program may have it; choose another with --port" in said


@pytest.mark.parametrize(
    "words",
    [
        ["serve"],
        ["serve", "x", "--port", "70000"],
        ["token", "x", "--role", "boss", "--name", "n"],
        ["dance"],
    ],
)
def test_wrong_words_are_status_two(words: list[str]) -> None:
    status, said = motcua(*words)
    assert status == 2 and "Error: " in said


def test_a_serial_port_that_is_missing_does_not_stop_the_office(folder: Path) -> None:
    write(folder, '[printer.hall]\nurl = "virtual:"', '[printer.hall]\nurl = "/dev/serial/no-such"')
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server:
        ticket = town.issue()
        until(
            lambda: {d["id"]: d["state"] for d in town.get("/devices")}["printer-hall"] == "away",
            "the printer is away",
        )
        [printer] = [d for d in town.get("/devices") if d["id"] == "printer-hall"]
        assert "no-such" in printer["why"]
        assert ticket["label"] == "A001"
    assert "Traceback" not in server.log(), server.log()


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", JSON, 400, "bad_body"),
        (b"", JSON, 422, "bad_body"),
        (b"\xff\xfe", JSON, 400, "bad_body"),
        (b"[" * 20_000, JSON, 422, "bad_body"),
        (b"[]", JSON, 422, "bad_body"),
        (b"null", JSON, 422, "bad_body"),
        (b"{}", JSON, 422, "bad_body"),
        (b'{"service": 1}', JSON, 422, "bad_body"),
        (b'{"service": "A", "colour": "red"}', JSON, 422, "bad_body"),
        (b'{"service": "A", "assisted": "yes"}', JSON, 422, "bad_body"),
        (b'{"service": "A", "language": "Tieng Viet"}', JSON, 422, "bad_body"),
        (b'{"service": "%s"}' % (b"A" * 33), JSON, 422, "bad_body"),
        (b'{"service": "A", "priority": "friend"}', JSON, 422, "no_such_priority"),
        (b'{"service": "Z"}', JSON, 404, "no_such_service"),
        (b'{"service": "A"}', "text/plain", 415, "unsupported_media_type"),
        (b"service=A", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"service": "A"}' + b" " * 70_000, JSON, 413, "too_large"),
    ],
)
def test_a_malformed_body(town: Town, body: bytes, kind: str, status: int, code: str) -> None:
    before = town.get("/services")
    connection = http.client.HTTPConnection("127.0.0.1", town.server.port, timeout=20)
    headers = {
        "Authorization": f"Bearer {town.tokens['kiosk']}",
        "Idempotency-Key": "k",
        "Content-Type": kind,
    }
    connection.request("POST", f"{API}/tickets", body, headers)
    answer = connection.getresponse()
    problem = answer.read().decode()
    connection.close()
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert f'"type":"/problems/{code}"' in problem
    assert town.get("/services") == before


def test_a_tablet_that_is_not_paired(town: Town) -> None:
    body = {"ticket": 1, "score": 5}
    nobody = town.ask(None, "POST", "/ratings", body, Idempotency_Key="r")
    assert (nobody.status, refusal(nobody)) == (401, "sign_in")
    other = town.post("kiosk", "/ratings", body)
    assert (other.status, refusal(other)) == (403, "not_yours")
    lost = town.server.ask("POST", f"{API}/tablets/me/heartbeat", {}, Authorization="Bearer gone")
    assert (lost.status, refusal(lost)) == (401, "sign_in")


def test_what_is_not_there(town: Town) -> None:
    for path, code in {
        "/tickets/999": "no_such_ticket",
        "/counters/99": "no_such_counter",
        "/virtual/printer-none/picture": "no_such_device",
        "/tickets/99999999999999999999": "not_found",
        "/tickets/-1": "not_found",
        "/reports/month": "not_found",
    }.items():
        answer = town.ask("admin", "GET", path)
        assert (answer.status, refusal(answer)) == (404, code)


def test_what_cannot_be_done_now(town: Town) -> None:
    answer = town.post("counter-1", "/counters/1/finish")
    assert (answer.status, refusal(answer)) == (409, "nothing_in_hand")
    first, second = town.issue("C"), town.issue("C")
    town.post("counter-6", "/counters/6/call", {"ticket": first["id"]})
    again = town.post("counter-6", "/counters/6/call", {"ticket": second["id"]})
    assert (again.status, refusal(again), again.json["state"]) == (409, "still_in_hand", "called")
    other = town.post("counter-1", "/counters/1/call", {"ticket": first["id"]})
    assert (other.status, refusal(other), other.json["state"]) == (409, "wrong_state", "called")


@pytest.mark.parametrize(
    "line",
    [
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%FF%FE/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/counters/%ED%A0%80 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /t/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: \xff\xfe\x80\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: session=\xff; language=\xc3\xa9\r\n\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example/api/v1/hall HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"HEAD /api/v1/hall HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_rubbish_on_the_wire_is_answered_or_hung_up_on(town: Town, line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", town.server.port), timeout=10) as wire:
        wire.sendall(line)
        wire.shutdown(socket.SHUT_WR)
        answer = wire.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert town.server.ask("GET", "/readyz").status == 200
    assert "Traceback" not in town.server.log(), town.server.log()
