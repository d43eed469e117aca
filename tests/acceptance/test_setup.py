"""The set-up changes while the office runs: no restart, seen by all, kept with who and when."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.acceptance.town import Stream, Town
from tests.server_process import motcua


def names(town: Town) -> dict[str, str]:
    return {each["code"]: each["name"] for each in town.get("/services")}


def tomorrow(town: Town) -> str:
    today = date.fromisoformat(town.get("/hall")["business_day"])
    return (today + timedelta(days=1)).isoformat()


def last_change(town: Town) -> dict[str, Any]:
    return dict(town.get("/setup/history")[0])


def test_a_service_is_renamed(town: Town) -> None:
    stream = Stream(town.server)
    before = town.ask("screen", "GET", "/hall").headers["etag"]
    assert town.put("/setup/service/A", {"value": {"name": "Hộ tịch"}}).status == 200
    assert names(town)["A"] == "Hộ tịch"
    hall = town.ask("screen", "GET", "/hall", If_None_Match=before)
    assert hall.status == 200
    assert {each["code"]: each["name"] for each in hall.json["services"]}["A"] == "Hộ tịch"
    told = stream.next()
    stream.close()
    assert (told["event"], told["kind"], told["key"]) == ("setting_changed", "service", "A")
    assert not {"old", "new", "by"} & told.keys()
    changed = last_change(town)
    assert (changed["by"], changed["from"]) == ("admin", town.get("/hall")["business_day"])
    assert (changed["old"]["name"], changed["new"]["name"]) == ("Tư pháp", "Hộ tịch")


def test_a_counter_is_added_and_works(town: Town) -> None:
    body = {"value": {"name": "Quầy tăng cường", "services": ["C"]}}
    assert town.put("/setup/counter/21", body).status == 200
    assert town.get("/hall")["counters"][-1]["number"] == "21"
    ticket = town.issue("C")
    called = town.post("admin", "/counters/21/call-next")
    assert (called.status, called.json["label"]) == (200, ticket["label"])
    assert town.post("admin", "/setup/counter/21/end", {}).status == 200
    assert town.get("/hall")["counters"][-1]["ticket"]["label"] == ticket["label"]
    assert town.post("admin", "/counters/21/finish").status == 200
    assert town.get("/hall")["counters"][-1]["number"] != "21"
    assert town.post("admin", "/counters/21/call-next").status == 404


def test_a_service_ends_tomorrow(town: Town) -> None:
    day = tomorrow(town)
    refused = town.post("admin", "/setup/service/K/end", {"from": day})
    assert refused.status == 422
    assert "counter '8'.services: 'K' is not there" in refused.json["detail"]
    without = {"value": {"name": "Giáo dục", "services": ["F"]}, "from": day}
    assert town.put("/setup/counter/8", without).status == 200
    refused = town.post("admin", "/setup/service/K/end", {"from": day})
    assert "group 'culture'.services: 'K' is not there" in refused.json["detail"]
    without = {"value": {"name": "Giáo dục, nội vụ", "services": ["F", "G"]}, "from": day}
    assert town.put("/setup/group/culture", without).status == 200
    assert town.post("admin", "/setup/service/K/end", {"from": day}).status == 200
    assert "K" in names(town)
    assert town.issue("K")["state"] == "waiting"
    versions = [each for each in town.get("/setup/service") if each["key"] == "K"]
    assert versions[-1] == {"key": "K", "from": day, "value": None}
    assert last_change(town)["new"] is None


def test_a_file_is_imported_while_the_server_runs(town: Town, tmp_path: Path) -> None:
    file, folder = tmp_path / "setup.toml", str(town.server.folder)
    motcua("setup", folder, "export", str(file))
    text = file.read_text(encoding="utf-8")
    assert text == town.ask("admin", "GET", "/setup/export").body.decode()
    file.write_text(text.replace("Công thương", "Kinh tế - Công thương"), encoding="utf-8")
    assert motcua("setup", folder, "import", str(file)).endswith("changes: 1\n")
    assert names(town)["E"] == "Kinh tế - Công thương"
    assert last_change(town)["by"] == "motcua setup"
    assert "every promise holds" in motcua("journal", folder, "verify")
