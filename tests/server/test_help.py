"""Help asked for at a kiosk: once, again, answered, and told to nobody who need not know."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.asking import Asker
from server.errors import Malformed, Unknown
from server.events import HelpAnswered, HelpAsked
from server.help import QUIET_S, Helps, unanswered
from server.live import frame
from server.routes.parts import HELP_CALLS
from server.shapes import Help
from server.verify import breaks
from tests.server.desk import ADMIN, KIOSK, Desk, asked, open_desk
from tests.server.web import client, web_app

DOOR = "cua-chinh"


def helps(desk: Desk) -> Helps:
    return Helps(desk.store, desk.ledger, desk.office)


def waiting(desk: Desk) -> list[Help]:
    with desk.store.reading() as connection:
        return unanswered(connection, desk.office.today())


def promises(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


def ask(desk: Desk, kiosk: str = DOOR, key: str | None = None) -> Help:
    return helps(desk).ask(kiosk, asked(key, "help", kiosk, by=KIOSK))


def go(desk: Desk, id: int, by: Asker = ADMIN) -> Help:
    return helps(desk).answer(id, asked(None, "answer_help", id, by=by))


def test_help_is_asked_for_once_within_a_minute(desk: Desk) -> None:
    first = ask(desk)
    desk.clock.pass_s(QUIET_S - 1)
    assert ask(desk) == first
    assert desk.events() == [HelpAsked(help=1, kiosk=DOOR, times=1)]
    desk.clock.pass_s(1)
    again = ask(desk)
    assert (again.id, again.times) == (first.id, 2)
    assert desk.events()[-1] == HelpAsked(help=1, kiosk=DOOR, times=2)
    assert waiting(desk) == [again] and promises(desk) == []


def test_whoever_says_so_first_goes(desk: Desk) -> None:
    held = ask(desk)
    desk.clock.pass_s(5)
    first = go(desk, held.id, Asker("hoa", "clerk", "1", is_person=True))
    assert (first.answered_by, waiting(desk)) == ("hoa", [])
    assert go(desk, held.id) == first
    assert desk.events()[1:] == [HelpAnswered(help=1, kiosk=DOOR, by="hoa")]
    assert ask(desk) == first  # within the minute: they are on their way
    desk.clock.pass_s(QUIET_S)
    assert (ask(desk).id, ask(desk).times) == (2, 1)
    assert promises(desk) == []


def test_each_kiosk_asks_for_itself_and_the_longest_wait_is_first(desk: Desk) -> None:
    ask(desk)
    desk.clock.pass_s(1)
    ask(desk, "phu")
    desk.clock.pass_s(QUIET_S)
    ask(desk)  # asked again is still the one that has waited longest
    assert [each.kiosk for each in waiting(desk)] == [DOOR, "phu"]


def test_a_repeated_request_is_answered_as_it_was(desk: Desk) -> None:
    first = ask(desk, key="tap")
    desk.clock.pass_s(QUIET_S + 1)
    assert ask(desk, key="tap") == first and len(desk.events()) == 1
    with pytest.raises(Malformed, match="key_reused"):
        ask(desk, "phu", key="tap")


def test_a_clock_that_is_set_back_keeps_nobody_quiet(desk: Desk) -> None:
    ask(desk)
    desk.clock.pass_s(-3000)
    assert ask(desk).times == 2


def test_a_new_day_begins_without_yesterdays_calls(desk: Desk) -> None:
    ask(desk)
    desk.clock.pass_s(86_400)
    assert waiting(desk) == []
    assert (ask(desk).id, ask(desk).times) == (2, 1)


def test_nobody_asked_for_that(desk: Desk) -> None:
    with pytest.raises(Unknown, match="no_such_help"):
        go(desk, 7)


def test_a_call_outlives_the_program(desk: Desk) -> None:
    held = ask(desk)
    desk.store.close()
    with open_desk(desk.store.path) as again:
        assert waiting(again) == [held]


def test_a_kiosk_asks_and_a_counter_answers_over_http(desk: Desk) -> None:
    desk.store.change(
        lambda tx: tx.execute(
            "INSERT INTO tablets (id, kind, name, token_hash, paired_at) "
            "VALUES ('kiosk-1', 'take', 'Cửa chính', '', '')"
        )
    )
    kiosk, counter = client(desk, "kiosk"), client(desk, "counter", "1")
    key = {"Idempotency-Key": "k"}
    asked = kiosk.post("/api/v1/help", json={"kiosk": "other"}, headers=key)
    assert (asked.status_code, asked.json["kiosk"]) == (201, "kiosk-1")  # its own name, not said
    assert asked.json["is_answered"] is False
    held = counter.get("/api/v1/help").json
    assert [(each["place"], each["times"]) for each in held] == [("Cửa chính", 1)]
    answer = counter.post("/api/v1/help/1/answer", headers=key)
    assert (answer.status_code, answer.json["answered_by"]) == (200, "counter-1")
    assert counter.get("/api/v1/help").json == []
    told = kiosk.get("/api/v1/help/1").json
    assert told["is_answered"] is True and "answered_by" not in told
    assert kiosk.get("/api/v1/help").status_code == 403
    assert counter.get("/api/v1/help/9").status_code == 404


def test_the_live_stream_does_not_say_who_goes(desk: Desk) -> None:
    go(desk, ask(desk).id)
    told = json.loads(frame(desk.journal.after(0)[-1]).split(b"data: ")[1])
    assert told.keys() == {"seq", "at", "help", "kiosk"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "go"]), st.integers(0, 70)), max_size=12))
def test_whatever_happens_the_journal_tells_the_table(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder, open_desk(Path(folder) / "office.db") as desk:
        for what, pause_s in steps:
            desk.clock.pass_s(pause_s)
            if what != "go":
                ask(desk, what)
            elif open_ones := waiting(desk):
                go(desk, open_ones[-1].id)
        assert promises(desk) == []
        kiosks = [each.kiosk for each in waiting(desk)]
        assert len(set(kiosks)) == len(kiosks)  # one open call a kiosk


def test_one_browser_cannot_fill_the_consoles_with_calls(desk: Desk) -> None:
    browser = web_app(desk).test_client()
    page = browser.get("/kiosk").text
    csrf = json.loads(page.split('id="settings">')[1].split("</script>")[0])["csrf"]
    statuses = [
        browser.post(
            "/api/v1/help",
            json={"kiosk": f"k{n}"},
            headers={"Idempotency-Key": f"{n}", "X-CSRF-Token": csrf},
        ).status_code
        for n in range(HELP_CALLS + 1)
    ]
    assert statuses == [201] * HELP_CALLS + [429]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE helps SET times = 9", "help 1 is"),
        ("UPDATE helps SET answered_by = 'x'", "help 1 is"),
        ("DELETE FROM helps", "help 1 is None"),
    ],
)
def test_a_table_that_was_changed_by_hand_is_noticed(desk: Desk, spoil: str, said: str) -> None:
    go(desk, ask(desk).id)
    desk.store.change(lambda tx: tx.execute(spoil))
    assert any(each.startswith(said) for each in promises(desk))
