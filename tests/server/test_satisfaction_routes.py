"""Satisfaction over HTTP: who is told what, and what nobody is told."""

import csv
import io
import zipfile

import pytest
from flask.testing import FlaskClient

from tests.server.desk import Desk
from tests.server.rated import NAM, next_day, visit
from tests.server.test_app import signed_in
from tests.server.web import client

API = "/api/v1"
LEAST = 10


@pytest.fixture
def rated(desk: Desk) -> Desk:
    """Yesterday: ``clerk`` has enough answers, the last of them bad, ``nam`` one too few."""
    clerk = NAM.__class__("clerk", "clerk", "1", is_person=True)
    for _ in range(LEAST - 1):
        visit(desk, 5, by=clerk)
        visit(desk, 1, counter="2", by=NAM)
    visit(desk, 1, by=clerk, reasons=("attitude",), comment="Chị Lan hẹn lại, gọi 0912 345 678")
    visit(desk, None, by=clerk)
    next_day(desk)
    return desk


def named(answer: dict, group: str) -> dict[str, dict]:
    return {each["name"]: each for each in answer["figures"] if each["group"] == group}


def days(start: str = "2026-11-23", end: str = "2026-11-23") -> str:
    return f"from={start}&to={end}"


def test_the_office_in_figures(rated: Desk) -> None:
    report = client(rated, "reader").get(f"{API}/reports/ratings?{days()}").get_json()
    assert (report["start"], report["by"], report["least"]) == ("2026-11-23", "office", LEAST)
    found = named(report, "all")
    assert (found["response"]["numerator"], found["response"]["denominator"]) == (19, 20)
    satisfied = found["satisfied"]
    assert (satisfied["value"], satisfied["numerator"]) == (0.4737, 9)
    assert satisfied["low"] < 0.4737 < satisfied["high"]
    assert found["national"]["value"] == 3.158


def test_few_answers_of_a_person_stay_unsaid(rated: Desk) -> None:
    admin = client(rated, "admin")
    for by, group in (("clerk", "nam"), ("counter", "2")):
        report = admin.get(f"{API}/reports/ratings?{days()}&by={by}").get_json()
        found = named(report, group)
        for name in ("satisfied", "satisfied_plain", "score_1", "score_5"):
            assert (found[name]["value"], found[name]["numerator"]) == (None, None), name
            assert (found[name]["denominator"], found[name]["reason"]) == (LEAST - 1, "too_few")


def test_persons_are_for_managers_alone(rated: Desk) -> None:
    path = f"{API}/reports/ratings?{days()}&by=clerk"
    assert client(rated, "reader").get(path).status_code == 403
    browser, _ = signed_in(rated, "manager")
    report = browser.get(path).get_json()
    assert named(report, "clerk")["satisfied"]["value"] == 0.9
    assert report["names"]["manager"] == "Manager"


def test_the_same_as_tables(rated: Desk) -> None:
    reader = client(rated, "reader")
    path = f"{API}/reports/ratings?{days()}&by=service"
    head, *lines = csv.reader(
        io.StringIO(reader.get(f"{path}&format=csv").data.decode("utf-8-sig"))
    )
    assert head[:3] == ["name", "group", "value"] and lines[0][:3] == ["finished", "A", "20"]
    answer = reader.get(f"{path}&format=xlsx")
    assert answer.headers["Content-Disposition"].endswith(
        "ratings-2026-11-23-2026-11-23-service.xlsx"
    )
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        assert b"satisfied_plain" in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "query",
    ["by=hour", "format=pdf", "from=x", "from=2026-11-24&to=2026-11-23", "from=2020-01-01", "x=1"],
)
def test_a_question_that_makes_no_sense(desk: Desk, query: str) -> None:
    answer = client(desk, "reader").get(f"{API}/reports/ratings?{query}")
    assert (answer.status_code, answer.get_json()["type"]) == (422, "/problems/bad_query")


def mine(browser: FlaskClient, query: str = "") -> dict:
    answer = browser.get(f"{API}/my-ratings?{query}")
    assert answer.status_code == 200, answer.text
    found: dict = answer.get_json()
    return found


def test_a_clerk_sees_their_own(rated: Desk) -> None:
    browser, _ = signed_in(rated, "clerk", "1")
    found = mine(browser)
    assert {each["group"] for each in found["figures"]} == {"clerk"}
    assert named(found, "clerk")["satisfied"]["value"] == 0.9
    assert len(found["answers"]) == LEAST
    (bad,) = [each for each in found["answers"] if each["score"] == 1]
    assert bad["comment"] == "Chị [tên] hẹn lại, gọi [số]"
    assert bad["reasons"] == ["attitude"] and bad["quarter"].endswith(":00.000Z")
    assert not any("ticket" in each or "label" in each for each in found["answers"])
    text = browser.get(f"{API}/my-ratings").text
    assert "0912" not in text and "A0" not in text


def test_the_words_for_what_is_left_out_are_the_readers(rated: Desk) -> None:
    browser, _ = signed_in(rated, "clerk", "1")
    text = browser.get(f"{API}/my-ratings", headers={"Accept-Language": "en"}).text
    assert "Chị [name] hẹn lại, gọi [number]" in text


def test_quarters_are_quarters_and_hide_the_order(rated: Desk) -> None:
    browser, _ = signed_in(rated, "clerk", "1")
    quarters = [each["quarter"] for each in mine(browser)["answers"]]
    assert all(each[14:16] in ("00", "15", "30", "45") for each in quarters)
    assert quarters == sorted(quarters, reverse=True)


def test_single_answers_need_enough_of_them(rated: Desk) -> None:
    rated.change("rating", "office", {"least_count": LEAST}, "2026-11-24")
    browser, _ = signed_in(rated, "clerk", "1")
    assert len(mine(browser, days())["answers"]) == LEAST
    rated.store.change(lambda tx: tx.execute("DELETE FROM ratings WHERE id = 'r-1'"))
    found = mine(browser, days())
    assert found["answers"] == []
    assert named(found, "clerk")["satisfied"]["reason"] == "too_few"


def test_of_today_one_is_told_tomorrow(rated: Desk) -> None:
    browser, _ = signed_in(rated, "clerk", "1")
    before = mine(browser)
    clerk = NAM.__class__("clerk", "clerk", "1", is_person=True)
    visit(rated, 1, by=clerk)
    assert mine(browser) == before
    assert mine(browser, "from=2026-11-24&to=2026-11-30")["figures"] == []
    next_day(rated)
    assert len(mine(browser)["answers"]) == LEAST + 1


def test_somebody_elses_answers_are_nobodys_business(rated: Desk) -> None:
    token = rated.accounts.make_token("clerk", "admin")  # a program called like the clerk
    program = client(rated, "admin")
    program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    assert mine(program)["figures"] == mine(program)["answers"] == []
    asked = {"Idempotency-Key": "k"}
    path = f"{API}/my-ratings/{'0' * 16}/contest"
    assert program.post(path, json={"reason": "x"}, headers=asked).status_code == 403
    browser, _ = signed_in(rated, "manager")
    assert mine(browser)["figures"] == []


def post(browser: FlaskClient, csrf: str, path: str, body: dict, key: str = "k"):
    headers = {"X-CSRF-Token": csrf, "Idempotency-Key": key}
    return browser.post(f"{API}{path}", json=body, headers=headers)


def test_a_contest_from_the_clerk_to_the_figures(rated: Desk) -> None:
    clerk, csrf = signed_in(rated, "clerk", "1")
    (bad,) = [each for each in mine(clerk)["answers"] if each["score"] == 1]
    reason = {"reason": "Máy hỏi khi tôi đã rời quầy, ông Nguyễn Văn An bấm"}
    for key in ("k", "k"):
        answer = post(clerk, csrf, f"/my-ratings/{bad['ref']}/contest", reason, key)
        assert (answer.status_code, answer.get_json()["contest"]) == (200, "open")
    again = post(clerk, csrf, f"/my-ratings/{bad['ref']}/contest", reason, "other")
    assert (again.status_code, again.get_json()["type"]) == (409, "/problems/already_contested")
    assert clerk.get(f"{API}/contests").status_code == 403

    manager, csrf = signed_in(rated, "manager")
    (case,) = manager.get(f"{API}/contests").get_json()
    assert (case["ref"], case["clerk"], case["counter"], case["score"]) == (
        *(bad["ref"], "clerk", "1", 1),
    )
    assert case["reason"] == "Máy hỏi khi tôi đã rời quầy, ông [tên] bấm"
    verdict = {"verdict": "upheld", "note": "Đúng"}
    assert post(manager, csrf, f"/contests/{bad['ref']}/judge", verdict).status_code == 200
    assert manager.get(f"{API}/contests").get_json() == []
    (case,) = manager.get(f"{API}/contests?state=all").get_json()
    assert (case["contest"], case["judged_by"], case["note"]) == ("upheld", "manager", "Đúng")

    (own,) = [each for each in mine(clerk)["answers"] if each["ref"] == bad["ref"]]
    assert (own["contest"], own["note"]) == ("upheld", "Đúng")
    found = named(mine(clerk), "clerk")
    assert (found["satisfied"]["numerator"], found["satisfied"]["denominator"]) == (9, LEAST)
    assert found["satisfied_plain"]["denominator"] == LEAST - 1
    assert (found["contested"]["value"], found["upheld"]["value"]) == (1, 1)


def test_what_stands_out_is_told_to_managers(desk: Desk) -> None:
    desk.person("hoa")
    visit(desk, 5, after_s=0.2)
    (mark,) = client(desk, "admin").get(f"{API}/reports/rating-marks?{days()}").get_json()
    assert (mark["kind"], mark["clerk"], mark["clerk_name"], mark["count"], mark["of"]) == (
        *("instant", "hoa", "hoa", 1, 1),
    )
    assert client(desk, "reader").get(f"{API}/reports/rating-marks").status_code == 403


def test_the_hall_hears_of_no_contest(desk: Desk) -> None:
    from server.events import RatingContested
    from server.journal import Entry
    from server.live import frame

    entry = Entry(seq=1, at="2026-11-23T01:00:00.000Z", event=RatingContested(ref="r", by="hoa"))
    assert b'"r"' not in frame(entry) and b"hoa" not in frame(entry)


def test_managers_read_what_was_written_where_there_are_enough(rated: Desk) -> None:
    admin = client(rated, "admin")
    answer = admin.get(f"{API}/reports/comments?{days()}")
    (written,) = answer.get_json()["comments"]
    assert written == {
        **{"quarter": written["quarter"], "service": "A", "score": 1, "reasons": ["attitude"]},
        "comment": "Chị [tên] hẹn lại, gọi [số]",
    }
    assert "0912" not in answer.text and "clerk" not in answer.text
    few = admin.get(f"{API}/reports/comments?{days('2026-11-24', '2026-11-24')}").get_json()
    assert (few["ratings"], few["least"], few["comments"]) == (0, LEAST, [])
    assert client(rated, "reader").get(f"{API}/reports/comments").status_code == 403
