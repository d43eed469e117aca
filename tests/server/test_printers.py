"""Printers and slips for those who set them up: drafts as pictures, records of the set-up."""

import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from PIL import Image

from motcua import main
from printer.profiles import profile_named
from printer.strip import StripLine, lines
from server.config import PrinterTable
from server.plan import Plan, Printer
from server.printer_profiles import as_set_up, fits, with_choice
from server.printers import printers_of
from server.records import write
from server.slip_defaults import RESULT, TICKET
from tests.server.desk import Desk
from tests.server.test_setup_aids import PATTERNS
from tests.server.web import Jobs, client, web_app
from tests.server_process import ServerProcess

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


def test_the_page_knows_that_a_printer_is_not_in_office_toml() -> None:
    pattern = next(pattern for pattern, key in PATTERNS if key == "why_not_in_office")
    with pytest.raises(ValueError, match=pattern):
        fits(TABLES)(Printer(name="attic"))


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


# The test strip


def test_a_strip_is_printed_and_its_line_becomes_the_printers_record(desk: Desk) -> None:
    jobs = Jobs()
    admin = as_admin(desk, jobs)
    answer = admin.post(f"{API}/printers/hall/strip", headers={"Idempotency-Key": "s"})
    again = admin.post(f"{API}/printers/hall/strip", headers={"Idempotency-Key": "s"})
    assert (answer.status_code, again.json) == (200, answer.json)
    assert list(jobs.printed) == ["strip:1"]
    [chosen] = [each for each in answer.json if each["cp1258_page"] == 94]
    body, key = {"line": chosen["line"]}, {"Idempotency-Key": "c"}
    assert (
        admin.put(f"{API}/printers/hall/choice", json=body, headers=key).json["cp1258_page"] == 94
    )
    assert desk.plan().printers["hall"].vietnamese == "cp1258"


def test_a_line_keeps_what_else_was_said_of_the_printer(admin: FlaskClient, desk: Desk) -> None:
    put(admin, "hall", roll_m=50, cp1258_page=27)
    key = {"Idempotency-Key": "c"}
    answer = admin.put(f"{API}/printers/hall/choice", json={"line": 1}, headers=key)
    assert answer.json["roll_m"] == 50
    assert (answer.json["vietnamese"], answer.json["cp1258_page"]) == ("tcvn3", -1)


@pytest.mark.parametrize(
    ("printer", "line", "code"), [("attic", 1, "no_such_printer"), ("hall", 99, "no_such_line")]
)
def test_a_line_that_is_not_there_is_told(
    admin: FlaskClient, printer: str, line: int, code: str
) -> None:
    answer = admin.put(
        f"{API}/printers/{printer}/choice", json={"line": line}, headers={"Idempotency-Key": "c"}
    )
    assert (answer.status_code, answer.json["type"]) == (404, f"/problems/{code}")


@pytest.mark.parametrize("line", lines(MODEL))
def test_every_line_becomes_a_record_that_gives_its_way_back(line: StripLine) -> None:
    record = with_choice(Printer(name="hall"), line.choice)
    fits({"hall": PrinterTable(url="virtual:", profile="TM-T82")})(record)
    found, wanted = as_set_up(MODEL, record), MODEL.with_choice(line.choice)
    assert found == wanted


def as_admin(desk: Desk, jobs: Jobs) -> FlaskClient:
    found = web_app(desk, jobs).test_client()
    token = desk.accounts.make_token("admin-2", "admin")
    found.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return found


def strip_command(folder: Path, *args: str, typed: str = "") -> Result:
    words = ["printer", str(folder), *args]
    return CliRunner().invoke(main, words, input=typed, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "o"), "--sample", "giao-thuy"])
    return tmp_path / "o"


def record_of(folder: Path) -> Any:
    export = CliRunner().invoke(main, ["setup", str(folder), "export"]).stdout
    return tomllib.loads(export)["printer"]


def test_the_command_prints_by_itself_where_no_server_runs(folder: Path) -> None:
    said = strip_command(folder, "hall", "strip", typed="4\n")
    assert said.exit_code == 0, said.output
    assert "hall: the strip is out" in said.output
    assert "hall: cp1258 52, from the next slip on" in said.output
    assert [each["cp1258_page"] for each in record_of(folder)] == [52]


def test_the_command_says_what_is_wrong(folder: Path) -> None:
    assert "there: hall" in strip_command(folder, "attic", "strip").output
    assert "no line 77" in strip_command(folder, "hall", "strip", "--line", "77").output
    assert record_of(folder) == []


def test_the_command_prints_through_the_server_that_runs(folder: Path) -> None:
    with ServerProcess(folder) as server:
        port = server.url.rpartition(":")[2]
        said = strip_command(folder, "hall", "strip", "--port", port, typed="1\n")
        assert "the strip is on its way" in said.output
        assert "hall: tcvn3 30 31" in said.output
        assert (
            "say its port with --port"
            in strip_command(folder, "hall", "strip", "--port", "1").output
        )
        devices = server.ask("GET", "/api/v1/virtual").json
    assert next(each for each in devices if each["kind"] == "printer")["id"] == "printer-hall"


def test_the_set_up_says_who_stands_in_and_how_long_a_roll_is() -> None:
    tables = {
        "hall": PrinterTable(url="virtual:", place="Sảnh", stand_in="desk", roll_m=30),
        "desk": PrinterTable(url="virtual:"),
    }
    record = Printer(name="hall", roll_m=80, warn_m=5)
    found = printers_of(tables, Plan(day=date(2026, 11, 24), printers={"hall": record}))
    hall, desk = found["hall"], found["desk"]
    assert (hall.place, hall.stand_in, hall.roll_m, hall.warn_m) == ("Sảnh", "desk", 80, 5)
    assert (desk.place, desk.stand_in, desk.roll_m, desk.warn_m) == ("desk", "", 0, 3)
