"""Power cuts under a crowd, and what must hold after each."""

import random
import time
from dataclasses import dataclass, field

from tests.acceptance import reckoning
from tests.acceptance.crowd import Crowd
from tests.acceptance.town import Town


@dataclass
class Cuts:
    """What was seen: seconds from each start to ready, and everything that was wrong."""

    starts_s: list[float] = field(default_factory=list)
    checks: int = 0
    wrong: list[str] = field(default_factory=list)


def cut_power(town: Town, crowd: Crowd, times: int, *, check_every: int, seed: int = 11) -> Cuts:
    """Kill the server at random moments and start it again; every so often, look at the file."""
    chance, seen = random.Random(seed), Cuts()
    for cut in range(1, times + 1):
        time.sleep(chance.uniform(0.02, 0.6))
        town.server.kill()
        began = time.monotonic()
        town.server.start()
        seen.starts_s.append(time.monotonic() - began)
        if cut % check_every == 0:
            seen.checks += 1
            seen.wrong += reckoning.promises(town.server.folder)
            seen.wrong += reckoning.missing(town.server.folder, crowd.tally)
        if seen.wrong:
            break
    return seen
