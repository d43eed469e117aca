"""The code of a dossier, as the dossier systems of the provinces and ministries give it (domain
paper 3.3): an agency, the day it was received, a serial number."""

import re
from datetime import datetime

LONGEST = 40
_SHAPE = re.compile(r"[A-Z0-9]{1,6}(?:\.[A-Z0-9]{1,6}){0,6}-(\d{6})-\d{4,12}")


def dossier_code(text: str) -> str:
    """*text* as it is printed: without blanks, in capitals.

    :raises ValueError: if no dossier system gives such a code.
    """
    code = re.sub(r"\s", "", text).upper()
    found = _SHAPE.fullmatch(code) if len(code) <= LONGEST and code.isascii() else None
    if found is None:
        raise ValueError("a code is wanted as H42.50.05-261123-0975")
    datetime.strptime(found[1], "%y%m%d")
    return code
