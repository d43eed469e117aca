"""Printers and slips for those who set them up: drafts as pictures, records of the set-up."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from printer.profiles import profile_named
from server.config import PrinterTable
from server.plan import Printer
from server.printer_profiles import as_set_up, fits
from server.records import write
from server.slip_defaults import RESULT, TICKET
from tests.server.desk import Desk
from tests.server.web import client

API = "/api/v1"
PARTS = {"ticket": write(TICKET)["part"], "result": write(RESULT)["part"]}
MODEL = profile_named("TM-T82")


@pytest.fixture
def admin(desk: Desk) -> FlaskClient:
    return client(desk, "admin")


def preview(admin: FlaskClient, **body: Any) -> Any:
    said = {"slip": "ticket", "part": PARTS["ticket"], "language": "vi", **body}
    return admin.post(f"{API}/slip-preview", json=said, headers={"Idempotency-Key": "k"})


# Preview


@pytest.mark.parametrize("slip", ["ticket", "result"])
@pytest.mark.parametrize("language", ["vi", "en", "km"])
@pytest.mark.parametrize("sheet", [{"dots": 576}, {"dots": 384}, {"printer": "hall"}])
def test_a_draft_is_drawn(
    admin: FlaskClient, slip: str, language: str, sheet: dict[str, Any]
) -> None:
    answer = preview(admin, slip=slip, part=PARTS[slip], language=language, **sheet)
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    picture = Image.open(BytesIO(answer.data))
    assert picture.width >= sheet.get("dots", 576)
    assert picture.height > 400
    dark, light = picture.convert("L").getextrema()
    assert (dark, light) == (0, 255)


def test_a_draft_changes_the_picture(admin: FlaskClient) -> None:
    less = [part for part in PARTS["ticket"] if part["kind"] != "documents"]
    assert preview(admin).data == preview(admin).data
    assert preview(admin).data != preview(admin, part=less).data


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"part": []}, 422, "write 1 to 40 parts"),
        ({"part": [{"kind": "text", "text": {"vi": "{nobody}"}}]}, 422, "no field 'nobody'"),
        ({"part": [{"kind": "text", "colour": "red"}]}, 422, "unknown key"),
        ({"printer": "attic"}, 404, "attic"),
        ({"dots": 100}, 422, "320"),
        ({"slip": "receipt"}, 422, "slip"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_in_a_sentence(
    admin: FlaskClient, body: dict[str, Any], status: int, said: str
) -> None:
    answer = preview(admin, **body)
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)


# Records


def put(admin: FlaskClient, name: str, **value: Any) -> Any:
    key = {"Idempotency-Key": "put"}
    return admin.put(f"{API}/setup/printer/{name}", json={"value": value}, headers=key)


def test_a_printer_is_set_up_while_the_server_runs(admin: FlaskClient, desk: Desk) -> None:
    assert put(admin, "hall", vietnamese="cp1258", roll_m=50).status_code == 200
    assert desk.plan().printers["hall"] == Printer(name="hall", vietnamese="cp1258", roll_m=50)
    history = admin.get(f"{API}/setup/history?kind=printer").json
    assert [(each["key"], each["old"]) for each in history] == [("hall", None)]


def test_what_is_not_said_is_as_the_model_has_it() -> None:
    assert as_set_up(MODEL, None) == MODEL
    assert as_set_up(MODEL, Printer(name="hall")) == MODEL
    found = as_set_up(MODEL, Printer(name="hall", vietnamese="cp1258", cp1258_page=94, dots=384))
    assert (found.vietnamese, found.cp1258_page, found.dots) == ("cp1258", 94, 384)
    assert found.tcvn_lower_page == MODEL.tcvn_lower_page


TABLES = {"hall": PrinterTable(url="virtual:"), "desk": PrinterTable(url="virtual:")}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Printer(name="attic"), "'attic' is not in office.toml: give it its port there first"),
        (Printer(name="hall", stand_in="attic"), "one that is there: hall, desk"),
        (Printer(name="hall", vietnamese="tcvn3"), "has no known TCVN-3 pages"),
        (Printer(name="hall", vietnamese="cp1258"), "has no known CP1258 page"),
    ],
)
def test_a_printer_that_is_not_here_or_cannot_is_refused(record: Printer, said: str) -> None:
    with pytest.raises(ValueError, match="printer") as refused:
        fits(TABLES)(record)
    assert said in str(refused.value)


def test_a_printer_that_can_is_taken() -> None:
    fits(TABLES)(Printer(name="hall", stand_in="desk"))
    fits(TABLES)(Printer(name="hall", vietnamese="tcvn3", tcvn_lower_page=70, tcvn_upper_page=71))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"stand_in": "hall"}, "name another printer"),
        ({"dots": 100}, "a multiple of 8 from 320"),
        ({"dots": 577}, "a multiple of 8"),
        ({"roll_m": 3, "warn_m": 3}, "write less than roll_m"),
        ({"tcvn_lower_page": 256}, "from -1 to 255"),
        ({"vietnamese": "braille"}, "write one of"),
    ],
)
def test_a_printer_record_that_cannot_be_is_refused(
    admin: FlaskClient, value: dict[str, Any], said: str
) -> None:
    answer = put(admin, "hall", **value)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
