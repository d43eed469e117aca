"""Many ask at once: no number twice, no gap, nobody called by two counters."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.acceptance.town import Town

ISSUERS, EACH = 8, 25
TICKETS = ISSUERS * EACH


def test_eight_kiosks_and_two_counters_at_once(town: Town) -> None:
    serving: dict[str, list[str]] = {}
    for counter in town.get("/hall")["counters"]:
        for service in counter["services"]:
            serving.setdefault(service, []).append(counter["number"])
    service, counters = next((s, c[:2]) for s, c in serving.items() if len(c) > 1)
    called: list[str] = []

    def take(_: int) -> list[str]:
        return [town.issue(service)["label"] for _ in range(EACH)]

    def serve(counter: str) -> list[str]:
        mine = []
        while len(called) < TICKETS:
            answer = town.post(
                f"counter-{counter}", f"/counters/{counter}/call-next", {"finish_current": True}
            )
            if answer.status == 200:
                mine.append(answer.json["label"])
                called.append(mine[-1])
            else:
                assert answer.status == 204, answer
        return mine

    with ThreadPoolExecutor(ISSUERS + 2) as pool:
        taking = [pool.submit(take, n) for n in range(ISSUERS)]
        calling = [pool.submit(serve, counter) for counter in counters]
        issued = [label for each in taking for label in each.result()]
        calls = [label for each in calling for label in each.result()]

    wanted = {f"{service}{number:03d}" for number in range(1, TICKETS + 1)}
    assert Counter(issued) == dict.fromkeys(wanted, 1)
    assert Counter(calls) == dict.fromkeys(wanted, 1)


def test_one_key_sent_by_many_at_once_is_done_once(town: Town) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: town.post("kiosk", "/tickets", {"service": "K"}, "one"), range(16))
        )
    assert {answer.status for answer in answers} == {201}
    assert {answer.json["label"] for answer in answers} == {"K001"}
