"""``python -m bench [NAME …]``: all measurements, or those named; ``speed`` takes options."""

import sys

from bench import (
    boards,
    first_signs,
    front_door,
    office_size,
    paper,
    printing,
    speed,
    streams,
    tablets,
)

ALL = {
    "first_signs": first_signs.run,
    "office_size": office_size.run,
    "front_door": front_door.run,
    "streams": streams.run,
    "paper": paper.run,
    "printing": printing.run,
    "boards": boards.run,
    "tablets": tablets.run,
}

words = sys.argv[1:]
if words[:1] == ["speed"]:
    speed.run(words[1:])
else:
    for name in words or ALL:
        ALL[name]()
    if not words:
        speed.run([])
