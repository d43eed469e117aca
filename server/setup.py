"""A new data folder, and the set-up files (services, counters, people) that fill it."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from server.accounts import Accounts, Person
from server.asking import Asker, Request
from server.config import FILE
from server.errors import SetupError
from server.records import is_set_up
from server.settings import Settings

SAMPLES = ("giao-thuy", "thirty-counters")
FILLING = Request(Asker("motcua init", "admin"), None, ())

NEW_OFFICE = """\
# What this machine needs to know. The manual: docs/reference/office-toml.md
[office]
code = "office"
name = "Bộ phận Tiếp nhận và Trả kết quả"
timezone = "Asia/Ho_Chi_Minh"
hotline = ""
"""


@dataclass(frozen=True)
class SignIn:
    """A person of the sample with the password made for them."""

    person: Person
    password: str
    counter: str


def sample_text(name: str) -> str:
    """The set-up file of a sample, or of a file of one's own.

    :raises SetupError: if there is neither.
    """
    if name in SAMPLES:
        return files("server").joinpath("samples", f"{name}.toml").read_text(encoding="utf-8")
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SetupError(
            f"there is no sample {name!r}; known: {', '.join(SAMPLES)}, or the path of a file"
        ) from None


def make_folder(folder: Path, sample: str | None) -> Mapping[str, Any]:
    """Make *folder* with its ``office.toml``; what the sample says besides goes to :func:`fill`.

    :raises SetupError: if the folder has one already or cannot be made.
    """
    path = folder / FILE
    if path.exists():
        raise SetupError(f"{path} is there already; it was left as it is")
    text = sample_text(sample) if sample else NEW_OFFICE
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{sample}: {error}") from error
    machine = text.split("# --- set-up ---", 1)[0].rstrip() + "\n"
    try:
        # Password hashes and the key of the sessions will be here: not for everybody to read.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(machine, encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{folder}: {error.strerror}: choose a folder you may write to") from error
    return document


def fill(settings: Settings, accounts: Accounts, document: Mapping[str, Any]) -> list[SignIn]:
    """Put the set-up and the people of a set-up file into an empty office.

    :raises SetupError: if a person lacks something.
    :raises Malformed: ``bad_setup`` if a record is not right or does not fit the others.
    """
    settings.import_(
        {kind: each for kind, each in document.items() if is_set_up(kind, each)}, FILLING
    )
    try:
        made = [_sign_in(row) for row in document.get("person", [])]
    except (KeyError, TypeError) as error:
        raise SetupError(f"set-up file: a person lacks {error}") from error
    for each in made:
        accounts.add_person(each.person, each.password)
    return made


def _sign_in(row: Mapping[str, str]) -> SignIn:
    person = Person(row["name"], row["full_name"], row["role"], row.get("badge", ""))
    return SignIn(person, secrets.token_urlsafe(6), row.get("counter", ""))
