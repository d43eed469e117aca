"""An office day, end to end: real process, real HTTP, real bytes to devices made of software."""

from tests.acceptance.town import Stream, Town, until


def board(town: Town, counter: str) -> str:
    """What the LED board of *counter* reads off its wire."""
    [found] = [
        each["text"]
        for each in town.get("/virtual")
        if each["kind"] == "board" and each["counter"] == counter
    ]
    return str(found).strip()


def test_a_visit_from_the_kiosk_to_the_figures(town: Town) -> None:
    screen = Stream(town.server)
    ticket = town.issue("A")
    assert (ticket["label"], ticket["state"], ticket["slip"]["state"]) == (
        "A001",
        "waiting",
        "queued",
    )
    until(lambda: town.get("/tickets/1")["slip"]["state"] == "printed", "the slip is out")
    picture = town.ask("admin", "GET", "/virtual/printer-hall/picture")
    assert picture.body.startswith(b"\x89PNG")

    [counter] = [c["number"] for c in town.get("/hall")["counters"] if "A" in c["services"]][:1]
    clerk = f"counter-{counter}"
    called = town.post(clerk, f"/counters/{counter}/call-next").json
    assert (called["id"], called["state"], called["counter"]) == (ticket["id"], "called", counter)
    until(lambda: board(town, counter) == "A001", "the board shows the number")
    assert town.post(clerk, f"/counters/{counter}/start").json["state"] == "serving"
    done = town.post(clerk, f"/counters/{counter}/finish").json
    assert (done["state"], done["id"]) == ("finished", ticket["id"])
    until(lambda: board(town, counter) == "", "the board is free")

    figures = {f["name"]: f["value"] for f in town.get("/reports/day", "reader")["figures"]}
    assert (figures["issued"], figures["finished"], figures["response"]) == (1, 1, 0)
    names = [event["event"] for event in screen.until(town.get("/hall")["seq"])]
    assert [name for name in names if not name.startswith("slip")] == [
        *("issued", "counter_opened", "called", "started", "finished")
    ]
    assert [name for name in names if name.startswith("slip")] == ["slip_printing", "slip_printed"]
    screen.close()


def test_a_paused_and_a_closed_counter_say_so_on_their_boards(town: Town) -> None:
    town.post("counter-5", "/counters/5/open")
    town.post("counter-5", "/counters/5/pause", {"reason": "Nghỉ trưa"})
    until(lambda: board(town, "5") == "NGHI", "paused")
    town.post("counter-5", "/counters/5/close")
    until(lambda: board(town, "5") == "---", "closed")


def test_the_hall_shows_who_is_called_and_who_did_not_come(town: Town) -> None:
    ticket = town.issue("A")
    [counter] = [c["number"] for c in town.get("/hall")["counters"] if "A" in c["services"]][:1]
    town.post("admin", f"/counters/{counter}/call", {"ticket": ticket["id"]})
    in_hand = {c["number"]: c["ticket"] for c in town.get("/hall")["counters"]}[counter]
    assert (in_hand["label"], in_hand["state"], in_hand["calls"]) == (ticket["label"], "called", 1)
    town.post("admin", f"/counters/{counter}/no-show")
    missed = town.get("/hall", None)["missed"]
    assert [(each["label"], each["counter"]) for each in missed] == [(ticket["label"], counter)]


def test_every_machine_is_well(town: Town) -> None:
    def machines() -> list[str]:
        return [d["state"] for d in town.get("/devices") if d["kind"] != "tablet"]

    until(lambda: set(machines()) <= {"ready", "shown", "sent"}, "all machines are well")
    assert len(machines()) == 9


def test_the_pages_are_there(town: Town) -> None:
    for path in ("/", "/kiosk", "/counter", "/board", "/manage", "/devices"):
        answer = town.server.ask("GET", path)
        assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    link = town.issue()["link"]
    assert town.server.ask("GET", link).status == 200
    assert town.server.ask("GET", "/t/nobody-knows-it1").status == 404
