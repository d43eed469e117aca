"""The set-up as one file: TOML for people, or JSON."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli_w

from server.asking import Asker, Request
from server.config import Config
from server.errors import SetupError
from server.records import Document, is_set_up
from server.setup import sample_text

BY_COMMAND = Request(Asker("motcua setup", "admin"), None, ())
HOURS = "office-hours.toml"
ELSEWHERE = {"person", *(each.name for each in fields(Config))}
"""What a sample's file has besides: people, and what stands in ``office.toml``."""


def to_toml(document: Document) -> str:
    """*document* as TOML, in which ``from`` and ``ends`` are dates."""
    dated = {kind: [_dated(entry) for entry in entries] for kind, entries in document.items()}
    return tomli_w.dumps(dated)


def _dated(entry: Mapping[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(entry[key]) for key in ("from", "ends") if key in entry}
    return {**days, **{key: value for key, value in entry.items() if key not in days}}


def read_document(name: str) -> Document:
    """The set-up of a file, TOML or JSON, or of a sample.

    :raises SetupError: if it cannot be read.
    """
    return parse_document(sample_text(name), name, is_json=Path(name).suffix == ".json")


def usual_hours() -> Document:
    """Hours and swap days for an office to begin with."""
    return tomllib.loads(files("server").joinpath("samples", HOURS).read_text(encoding="utf-8"))


def parse_document(text: str, name: str, *, is_json: bool = False) -> Document:
    """The set-up in *text*, which is that of the file *name*.

    :raises SetupError: if it cannot be read.
    """
    try:
        document = json.loads(text) if is_json else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SetupError(f"{name}: {error}") from error
    if not isinstance(document, dict):
        raise SetupError(f"{name}: a table of kinds is wanted, as 'motcua setup DIR export' writes")
    return {
        kind: entries
        for kind, entries in document.items()
        if is_set_up(kind, entries) or kind not in ELSEWHERE
    }


def write_new(path: Path, text: str) -> None:
    """Write *text* to a file that is not there yet.

    :raises SetupError: if it is, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SetupError(f"{path} is there already; it was left as it is") from None
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}") from error
