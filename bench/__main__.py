"""``python -m bench [NAME …]``: all measurements, or those named."""

import sys

from bench import first_signs, front_door, office_size, streams

ALL = {
    "first_signs": first_signs.run,
    "office_size": office_size.run,
    "front_door": front_door.run,
    "streams": streams.run,
}

for name in sys.argv[1:] or ALL:
    ALL[name]()
