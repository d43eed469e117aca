"""A disk that is full, that cannot be written, that loses the office's file: nothing is half done,
no wrong label, and clear words."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance import reckoning
from tests.acceptance.disks import fill, free, inside, need_namespaces, on_a_small_disk, read_only
from tests.acceptance.town import Town, make_tokens, running, until
from tests.server_process import Answer, ServerProcess, motcua

PEOPLE = "The office's disk does not take anything in: tell the administrator. Nothing was changed."


def post(town: Town, role: str, path: str, body: Any, key: str) -> Answer:
    return town.ask(role, "POST", path, body, Idempotency_Key=key, Accept_Language="en")


def take(town: Town, key: str) -> Answer:
    return post(town, "kiosk", "/tickets", {"service": "A"}, key)


def refused(answer: Answer) -> dict[str, Any]:
    assert answer.status == 503, answer
    assert answer.json["type"] == "/problems/store_failed"
    assert answer.json["title"] == PEOPLE
    return dict(answer.json)


def takes_until_full(town: Town) -> tuple[list[str], str]:
    """The labels given until the disk took no more, and the key that was refused."""
    labels: list[str] = []
    for n in range(20_000):
        answer = take(town, f"t{n}")
        if answer.status != 201:
            refused(answer)
            return labels, f"t{n}"
        labels.append(answer.json["label"])
    raise AssertionError("the disk did not fill")


def numbered(labels: list[str]) -> bool:
    return labels == [f"A{n:03d}" for n in range(1, len(labels) + 1)]


def test_a_full_disk(folder: Path) -> None:
    need_namespaces()
    tokens = make_tokens(folder)
    with on_a_small_disk(folder, 16) as server:
        town = Town(server, tokens)
        given = [take(town, f"first{n}").json["label"] for n in range(3)]
        fill(inside(server))
        more, key = takes_until_full(town)
        given += more
        for verb, body in (("call-next", {}), ("open", None), ("pause", {"reason": ""})):
            refused(post(town, "counter-1", f"/counters/1/{verb}", body, verb))
        assert town.server.ask("GET", "/readyz").status == 503
        assert town.server.ask("GET", "/healthz").status == 200
        assert {c["ticket"] for c in town.get("/hall")["counters"]} == {None}
        free(inside(server))
        until(lambda: town.server.ask("GET", "/readyz").status == 200, "it takes changes again")
        given += [take(town, name).json["label"] for name in (key, "last")]
        assert numbered(given)
        assert town.post("counter-1", "/counters/1/call-next").json["label"] == "A001"
        log = server.log()
    assert reckoning.promises(folder) == []
    with ServerProcess(folder) as again:
        given.append(take(Town(again, tokens), "after").json["label"])
    assert numbered(given)
    assert "Traceback" not in log, log
    assert "takes no change, every request is refused: database or disk is full" in log
    assert "takes changes again" in log


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    need_namespaces()
    with pytest.raises(AssertionError, match="cannot be written to: Read-only file system"):
        read_only(folder).start()


def test_an_office_file_that_is_taken_away_while_it_runs(folder: Path) -> None:
    file, kept = folder / "office.db", folder / "kept.db"
    with running(folder) as town:
        given = [take(town, f"k{n}").json["label"] for n in range(3)]
        file.rename(kept)
        said = refused(take(town, "k3"))
        assert "was removed or replaced while the server runs: stop the server" in said["detail"]
        assert town.server.ask("GET", "/readyz").status == 503
    log = town.server.log()
    assert log.count("takes no change, every request is refused") == 1
    with pytest.raises(AssertionError, match="is not there or empty: restore the last backup"):
        ServerProcess(folder).start()
    assert not file.exists()
    kept.rename(file)
    with ServerProcess(folder) as again:
        given += [take(Town(again, town.tokens), f"k{n}").json["label"] for n in (3, 4)]
    assert numbered(given)
    assert "every promise holds" in motcua("journal", str(folder), "verify")
