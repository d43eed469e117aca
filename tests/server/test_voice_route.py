"""Sentences that were just spoken, for the screens."""

from dataclasses import replace

from tests.server.desk import Desk
from tests.server.web import web_app


def test_a_sentence_is_a_sound_and_never_kept_by_a_browser(desk: Desk) -> None:
    answer = web_app(desk).test_client().get("/api/v1/announcements/1.wav")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", b"RIFF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_that_is_no_longer_kept_is_told_so(desk: Desk) -> None:
    answer = web_app(desk).test_client().get("/api/v1/announcements/2.wav")
    assert answer.status_code == 404
    assert answer.get_json()["type"] == "/problems/no_such_announcement"
    assert web_app(desk).test_client().get("/api/v1/announcements/x.wav").status_code == 404


def test_a_loudspeaker_is_tried_out_by_an_administrator(desk: Desk) -> None:
    heard: list[str] = []
    app = web_app(desk)
    app.extensions["motcua"] = replace(
        app.extensions["motcua"], try_out=lambda zone, request: heard.append(zone)
    )
    token = desk.accounts.make_token("admin", "admin")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
    answer = app.test_client().post("/api/v1/zones/hall/try-out", headers=headers)
    assert (answer.status_code, heard) == (204, ["hall"])
