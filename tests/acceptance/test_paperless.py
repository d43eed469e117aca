"""Paper out in a rush, and a power cut: every number is on paper once, or known to be without."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.papers import Papers, printers
from tests.acceptance.town import Town, make_tokens, until
from tests.server_process import ServerProcess, motcua

SERVICES = "ABCDE"
RUSH = 30


@pytest.fixture
def papers(folder: Path) -> Iterator[Papers]:
    with printers(folder, baud=38400) as found:
        yield found


def rush(town: Town, count: int) -> list[dict[str, Any]]:
    return [town.issue(SERVICES[n % len(SERVICES)]) for n in range(count)]


def slip(town: Town, ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(town.get(f"/tickets/{ticket['id']}")["slip"])


def settled(town: Town, tickets: list[dict[str, Any]]) -> bool:
    return all(slip(town, each)["state"] in ("printed", "failed") for each in tickets)


def without(town: Town) -> dict[str, str]:
    """Who waits without paper, by label: failed or unknown."""
    return {each["label"]: each["state"] for each in town.get("/slips")["tickets"]}


def check(town: Town, papers: Papers, tickets: list[dict[str, Any]]) -> None:
    """The office says what lies in front of the printers: nothing twice, nothing missed."""
    lying, missing = papers.labels(), without(town)
    for ticket in tickets:
        label, state = ticket["label"], slip(town, ticket)["state"]
        if state == "printed":
            assert lying[label] == 1, label
            assert label not in missing
        elif missing[label] == "failed":
            assert lying[label] == 0, label
        else:
            assert lying[label] <= 1, label


def test_paper_out_in_a_rush_with_a_stand_in(folder: Path, papers: Papers) -> None:
    hall, desk = papers.printers["hall"], papers.printers["desk"]
    town = Town(ServerProcess(folder), make_tokens(folder))
    with town.server:
        tickets = rush(town, 10)
        hall.paper_out()
        tickets += rush(town, RUSH - len(tickets))
        until(lambda: settled(town, tickets), "every slip has an end")
        check(town, papers, tickets)
        assert hall.count and desk.count
        moved = [each for each in tickets if slip(town, each)["place"] == "Bàn hướng dẫn"]
        assert len(moved) >= RUSH // 2
        hall.load_paper()  # what it held comes out now, and is no second slip
        until(lambda: not without(town), "the slip that was held is out")
        check(town, papers, tickets)
        assert sum(papers.labels().values()) == RUSH
        until(lambda: town.get("/slips")["printers"][0]["since"], "the new roll is noticed")
    assert "every promise holds" in motcua("journal", str(folder), "verify")


def test_a_power_cut_doubles_none_and_leaves_one_unknown(folder: Path) -> None:
    with printers(folder, baud=4800, is_paced=True) as papers:
        town = Town(ServerProcess(folder), make_tokens(folder))
        with town.server:
            tickets = rush(town, 3)
            first = tickets[0]
            until(lambda: slip(town, first)["state"] == "printing", "it has begun")
            town.server.kill()
            town.server.start()
            until(lambda: settled(town, tickets), "every slip has an end")
            assert (slip(town, first)["state"], slip(town, first)["reason"]) == (
                "failed",
                "unknown",
            )
            assert without(town) == {first["label"]: "unknown"}
            check(town, papers, tickets)
            path = f"/tickets/{first['id']}/reprint"
            answer = town.post("counter-1", path, {})
            assert (answer.status, answer.json["slip"]["copies"]) == (200, 1)
            assert town.post("counter-1", path, {}).status == 409
            until(lambda: slip(town, first)["state"] == "printed", "it is printed again")
            until(lambda: papers.labels(again=True) == {first["label"]: 1}, "it says so")
            check(town, papers, tickets[1:])
            assert papers.labels()[first["label"]] <= 1
        assert "every promise holds" in motcua("journal", str(folder), "verify")
