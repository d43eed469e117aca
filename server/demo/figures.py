"""How simulated people behave: the sample figures of the domain paper, part 8.2.

Those are assumptions of ours around the few published anchors, not statistics of any office.
"""

import math
import random
from datetime import time

MEDIAN_MIN = {
    "A": 6.0,
    "B": 25.0,
    "C": 15.0,
    "D": 12.0,
    "E": 12.0,
    "F": 10.0,
    "G": 10.0,
    "H": 10.0,
    "K": 10.0,
}
"""Median minutes at the counter by field."""
SIGMA = 0.5
LONGEST_MIN = 60.0

PRIORITY = 0.08
"""Share of people with priority, of any kind."""
NO_SHOW = 0.07
RECALL = 0.12
TRANSFER = 0.07
PARK = 0.03
FETCH_S = 240.0
"""Seconds a parked citizen needs for a copy."""
RATES = 0.6
"""Share of visits rated when the tablet lights up after *finish*."""
SCORES = {5: 0.72, 4: 0.25, 3: 0.015, 2: 0.01, 1: 0.005}
TOUCH = {
    5: "very_satisfied",
    4: "satisfied",
    3: "neutral",
    2: "dissatisfied",
    1: "very_dissatisfied",
}

WALK_S = (15.0, 45.0)
"""Seconds from the call to the chair."""
TIDY_S = 20.0
"""Seconds between two visits of a counter."""
BUSY = 0.8
"""Share of a counter's time that people ask for, over the day."""

_HOURS = (
    (time(7, 30), time(8, 30), 1.45),
    (time(8, 30), time(9, 30), 1.35),
    (time(9, 30), time(10, 30), 1.0),
    (time(10, 30), time(11, 30), 0.5),
    (time(11, 30), time(13, 30), 0.0),
    (time(13, 30), time(14, 30), 1.3),
    (time(14, 30), time(15, 30), 1.1),
    (time(15, 30), time(16, 30), 0.6),
    (time(16, 30), time(17, 0), 0.3),
)


def crowd(at: time) -> float:
    """How many people come at this time of day, 1.0 being the day's mean."""
    return next((level for start, end, level in _HOURS if start <= at < end), 0.0)


def service_s(service: str, chance: random.Random) -> float:
    """Seconds a visit takes: lognormal around the field's median."""
    median = MEDIAN_MIN.get(service, 10.0)
    minutes = chance.lognormvariate(math.log(median), SIGMA)
    return min(minutes, LONGEST_MIN) * 60


def mean_s(service: str) -> float:
    """The mean of :func:`service_s`, its upper cut left out of account."""
    return MEDIAN_MIN.get(service, 10.0) * 60 * math.exp(SIGMA**2 / 2)


def score(chance: random.Random) -> int:
    """What a citizen answers."""
    return chance.choices(list(SCORES), list(SCORES.values()))[0]
