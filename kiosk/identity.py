"""Who this tablet is and to whom it belongs: `tablet.json` in its data folder, mode 0600."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path


class BrokenIdentity(OSError):
    """tablet.json is not what this program writes; move it away to begin anew."""

    def __str__(self) -> str:
        return str(self.__doc__)


@dataclass(frozen=True)
class Home:
    """The office server this tablet belongs to; `token` is the bearer token, `server` the id under
    which it is found again, "" when the tablet was paired before there were such ids."""

    url: str
    token: str
    office: str
    counter: str | None
    spki: str | None = None
    server: str = ""


@dataclass(frozen=True)
class Identity:
    """`id` is 16 hex digits, made once; `home` is None while nobody has paired the tablet."""

    id: str
    home: Home | None = None


def load(path: Path) -> Identity:
    """The identity in the file, or a new one, which is written first.

    :raises BrokenIdentity: the file is there and is not ours
    :raises OSError: the folder can not be read or written
    """
    if not path.exists():
        return save(path, Identity(secrets.token_hex(8)))
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        home = fields["home"]
        return Identity(str(fields["id"]), Home(**home) if home else None)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenIdentity from error


def save(path: Path, identity: Identity) -> Identity:
    """Write it so that a power cut leaves the old file or the new one. :raises OSError:"""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(identity), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return identity


def at_home(identity: Identity, home: Home | None) -> Identity:
    """The same tablet, belonging to `home`."""
    return replace(identity, home=home)
