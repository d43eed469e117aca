"""`python -m tests.network.air announce ID KIND PORT | browse`: the beacons, until killed.

`browse` says what it hears, a JSON list a line, whenever that changes.
"""

import json
import sys
import threading
import time

from hardware.beacon import Announcer, Beacon, Browser


def announce(id: str, kind: str, port: str) -> None:
    announcer = Announcer(Beacon(id, kind, "Máy quầy 3", "", int(port), "0.1.0", kind != "server"))
    announcer.start()
    threading.Event().wait()


def browse() -> None:
    browser = Browser()
    browser.start()
    last: object = None
    while True:
        heard = [[h.beacon.id, h.beacon.address, h.beacon.port] for h in browser.heard()]
        if heard != last:
            print(json.dumps(heard), flush=True)
        last = heard
        time.sleep(0.1)


if __name__ == "__main__":
    {"announce": announce, "browse": browse}[sys.argv[1]](*sys.argv[2:])
