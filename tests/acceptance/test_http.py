"""The wire as programs rely on it: keys, tags, roles, problems."""

import pytest

from tests.acceptance.town import API, Town, until
from tests.server_process import Answer

KIOSKS = {"kiosk", "counter-1", "admin"}
CALLERS = {"counter-1", "admin"}
READERS = {"admin", "reader"}
ANYBODY = None
ROLES = ("kiosk", "counter-1", "screen", "reader", "admin")

#: Who may, by request; people (clerks, managers) are tested in ``tests/server/test_app.py``.
WHO_MAY: dict[tuple[str, str], set[str] | None] = {
    ("GET", "/services"): ANYBODY,
    ("GET", "/groups"): ANYBODY,
    ("GET", "/help"): CALLERS,
    ("POST", "/help"): {"kiosk"},
    ("GET", "/help/1"): CALLERS | {"kiosk"},
    ("POST", "/help/1/answer"): CALLERS,
    ("GET", "/hall"): ANYBODY,
    ("GET", "/zones/hall"): ANYBODY,
    ("GET", "/virtual"): ANYBODY,
    ("GET", "/virtual/printer-hall/picture"): ANYBODY,
    ("GET", "/announcements/1.wav"): ANYBODY,
    ("POST", "/zones/hall/try-out"): {"admin"},
    ("GET", "/tickets/1"): ANYBODY,
    ("POST", "/tickets"): KIOSKS,
    ("POST", "/tickets/1/cancel"): KIOSKS,
    ("POST", "/tickets/1/requeue"): KIOSKS,
    ("POST", "/tickets/requeue"): KIOSKS,
    ("POST", "/tickets/1/correct"): {"admin"},
    ("POST", "/tickets/1/reprint"): CALLERS,
    ("GET", "/slips"): CALLERS,
    ("POST", "/printers/hall/new-roll"): CALLERS,
    ("GET", "/services/A/slots"): ANYBODY,
    ("POST", "/appointments"): KIOSKS,
    ("POST", "/appointments/arrive"): KIOSKS,
    ("POST", "/appointments/12345678/cancel"): KIOSKS,
    ("POST", "/home/tickets"): {"kiosk", "admin"},
    ("GET", "/counters/1"): CALLERS,
    ("GET", "/counters/1/waiting"): CALLERS,
    ("POST", "/counters/1/call-next"): CALLERS,
    ("POST", "/counters/1/call"): CALLERS,
    ("POST", "/counters/1/recall"): CALLERS,
    ("POST", "/counters/1/start"): CALLERS,
    ("POST", "/counters/1/finish"): CALLERS,
    ("POST", "/counters/1/no-show"): CALLERS,
    ("POST", "/counters/1/park"): CALLERS,
    ("POST", "/counters/1/resume"): CALLERS,
    ("POST", "/counters/1/transfer"): CALLERS,
    ("POST", "/counters/1/walk-direct"): CALLERS,
    ("POST", "/counters/1/undo"): CALLERS,
    ("POST", "/counters/1/open"): CALLERS,
    ("POST", "/counters/1/pause"): CALLERS,
    ("POST", "/counters/1/close"): CALLERS,
    ("GET", "/devices"): set(ROLES),
    ("POST", "/devices/hear"): {"admin"},
    ("POST", "/devices/t-1/pair"): {"admin"},
    ("POST", "/devices/t-1/unpair"): {"admin"},
    ("GET", "/devices/t-1/pin"): {"admin"},
    ("POST", "/tablets/me/heartbeat"): {"kiosk"},
    ("GET", "/tablets/me/photo"): set(),
    ("POST", "/tablets/me/unpair"): {"kiosk"},
    ("GET", "/prompts/ask.wav"): ANYBODY,
    ("GET", "/pictures"): ANYBODY,
    ("GET", "/kiosks/pin"): {"admin"},
    ("POST", "/kiosks/staff"): set(),
    ("POST", "/tablets/browser"): ANYBODY,
    ("GET", "/tablets/browser"): ANYBODY,
    ("POST", "/ratings"): set(),
    ("GET", "/tickets/1/question"): set(),
    ("POST", "/tickets/1/rating"): set(),
    ("GET", "/reports/day"): READERS,
    ("GET", "/reports/closed-by-rule"): {"admin"},
    ("GET", "/reports/ratings"): READERS,
    ("GET", "/reports/rating-marks"): {"admin"},
    ("GET", "/reports/comments"): {"admin"},
    ("GET", "/contests"): {"admin"},
    ("POST", "/contests/r-1/judge"): {"admin"},
    ("GET", "/my-ratings"): {"admin"},
    ("POST", "/my-ratings/r-1/contest"): {"admin"},
    ("GET", "/setup"): {"admin"},
    ("POST", "/setup/try"): {"admin"},
    ("GET", "/setup/usual-hours"): {"admin"},
    ("GET", "/setup/holidays"): {"admin"},
    ("PUT", "/setup"): {"admin"},
    ("GET", "/setup/export"): {"admin"},
    ("GET", "/setup/history"): {"admin"},
    ("GET", "/setup/service"): {"admin"},
    ("PUT", "/setup/service/A"): {"admin"},
    ("POST", "/setup/service/A/end"): {"admin"},
    ("POST", "/slip-preview"): {"admin"},
    ("POST", "/printers/hall/strip"): {"admin"},
    ("PUT", "/printers/hall/choice"): {"admin"},
    ("POST", "/result-slips"): CALLERS,
    ("GET", "/result-slips/1"): CALLERS,
    ("GET", "/session"): {"admin"},
    ("POST", "/session/end"): {"admin"},
}


def refusal(answer: Answer) -> str:
    """The last word of a problem's type; every error must be such a document."""
    assert answer.headers["content-type"] == "application/problem+json", answer
    problem = answer.json
    assert problem.keys() >= {"type", "title", "status"} and problem["status"] == answer.status
    return str(problem["type"].removeprefix("/problems/"))


@pytest.mark.parametrize(("method", "path"), WHO_MAY)
def test_each_role_may_what_it_may(town: Town, method: str, path: str) -> None:
    """Without key and body a request stops after the question who asks: nothing is changed."""
    may = WHO_MAY[method, path]
    for role in ROLES:
        status = town.ask(role, method, path).status
        assert (status == 403) is (may is not None and role not in may), (role, status)
    nobody = town.ask(None, method, path)
    assert (nobody.status == 401) is (may is not None)
    wrong = town.server.ask(method, API + path, Authorization="Bearer wrong")
    assert (wrong.status, refusal(wrong)) == (401, "sign_in")
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_the_matrix_has_every_request(town: Town) -> None:
    described = town.server.ask("GET", "/openapi.json").json["paths"]
    places = {
        **{"ticket": "1", "counter": "1", "device": "t-1", "kind": "service", "key": "A"},
        **{"service": "A", "code": "12345678", "printer": "hall", "slip": "1"},
        **{"zone": "hall", "announcement": "1", "help_id": "1", "prompt": "ask", "ref": "r-1"},
    }
    found = {
        (method.upper(), path.format_map(places).removeprefix(API))
        for path, operations in described.items()
        for method in operations
        if path.startswith(API)
    }
    known = {(m, p.replace("printer-hall", "t-1")) for m, p in WHO_MAY}
    assert found - known == {("GET", "/live"), ("POST", "/session")}
    assert known - found == set()


def test_a_counters_program_acts_at_its_own_counter(town: Town) -> None:
    for verb in ("call-next", "recall", "start", "finish", "no-show", "open", "pause", "close"):
        answer = town.post("counter-1", f"/counters/2/{verb}")
        assert (answer.status, refusal(answer)) == (403, "not_yours")


def test_the_same_key_gives_the_same_answer_even_of_nobody(town: Town) -> None:
    path = "/counters/8/call-next"
    assert town.post("counter-8", path, {}, "empty").status == 204
    town.issue("F")
    again = town.post("counter-8", path, {}, "empty")
    assert (again.status, again.body) == (204, b"")
    called = town.post("counter-8", path, {}, "full")
    assert (called.status, called.json["label"]) == (200, "F001")
    assert town.post("counter-8", path, {}, "full").body == called.body
    other = town.post("counter-8", path, {"finish_current": True}, "full")
    assert (other.status, refusal(other)) == (422, "key_reused")


def test_a_ticket_sent_twice_is_taken_once(town: Town) -> None:
    first, second = (town.post("kiosk", "/tickets", {"service": "D"}, "tap") for _ in range(2))
    assert (first.status, first.body) == (second.status, second.body)
    assert {s["code"]: s["waiting"] for s in town.get("/services")}["D"] == 1


def test_the_hall_has_a_strong_tag_and_is_not_sent_twice(town: Town) -> None:
    tags: list[str] = []

    def is_quiet() -> bool:
        """Slips under way still move the hall: wait until half a second of looks see the same."""
        tags.append(town.ask(None, "GET", "/hall").headers["etag"])
        return len(tags) > 25 and len(set(tags[-25:])) == 1

    until(is_quiet, "the hall is quiet")
    first = town.ask(None, "GET", "/hall")
    tag = first.headers["etag"]
    assert tag.startswith('"') and first.headers["cache-control"] == "no-cache"
    same = town.ask(None, "GET", "/hall", If_None_Match=tag)
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    town.issue("E")
    changed = town.ask(None, "GET", "/hall", If_None_Match=tag)
    assert changed.status == 200 and changed.headers["etag"] != tag


def test_a_report_is_also_a_spreadsheet(town: Town) -> None:
    answer = town.ask("reader", "GET", "/reports/day?by=service&format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment; filename=day-" in answer.headers["content-disposition"]
    assert answer.body.startswith("\ufeffname,group,value".encode())
    for wrong in ("from=yesterday", "by=clerk", "format=pdf"):
        assert refusal(town.ask("reader", "GET", f"/reports/day?{wrong}")) == "bad_query"


def test_for_those_who_watch(town: Town) -> None:
    assert town.server.ask("GET", "/healthz").json == {"status": "alive"}
    assert town.server.ask("GET", "/readyz").json == {"status": "ready"}
    assert b"motcua_journal_seq" in town.server.ask("GET", "/metrics").body
