"""Which server and which zone a hall screen belongs to: `screen.json` in its data folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

_ZONE_LETTERS = 120


class BrokenHome(OSError):
    """screen.json is not what this program writes; move it away, or give --server and --zone."""

    def __str__(self) -> str:
        return str(self.__doc__)


@dataclass(frozen=True)
class ScreenHome:
    server: str
    zone: str = "hall"


def check_server(text: str) -> str:
    """The address as it is kept: `http://10.0.0.5:8080`. :raises ValueError: it is none"""
    place = urlsplit(text)
    port = place.port  # ValueError beyond 65535
    is_bare = place.path in ("", "/") and not (place.query or place.fragment or place.username)
    if place.scheme != "http" or not place.hostname or not is_bare:
        raise ValueError(f"{text!r} is not an address such as http://10.0.0.5:8080")
    host = f"[{place.hostname}]" if ":" in place.hostname else place.hostname
    return f"http://{host}:{port}" if port else f"http://{host}"


def check_zone(text: str) -> str:
    """:raises ValueError: no zone can have this name"""
    if not text.strip() or not text.isprintable() or "/" in text or len(text) > _ZONE_LETTERS:
        raise ValueError(f"{text!r} is no name of a zone")
    return text


def load(path: Path) -> ScreenHome | None:
    """None when nothing is remembered yet.

    :raises BrokenHome: the file is there and is not ours
    :raises OSError: it can not be read
    """
    if not path.exists():
        return None
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return ScreenHome(check_server(fields["server"]), check_zone(fields["zone"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenHome from error


def save(path: Path, home: ScreenHome) -> None:
    """Write it so that a power cut leaves the old file or the new one. :raises OSError:"""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(home), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
