"""Dataclasses from the tables of a TOML or JSON document, strictly: an unknown key is an error.

A dataclass says what is right: its fields are the keys, their types the values' kinds, a field
without a default is required.  Known are ``str``, ``int``, ``bool``, ``tuple[T, …]``,
``Mapping[str, T]``, ``T | None`` and other such dataclasses.
"""

import difflib
import reprlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

T = TypeVar("T")

PLAIN = {str: "text", int: "a whole number", bool: "true or false"}


def read(kind: type[T], values: object, where: str = "") -> T:
    """A *kind* from the table *values*; *where* is the table's dotted name.

    :raises ValueError: naming the key and what would be right.
    """
    if not isinstance(values, Mapping):
        raise _not_right(where, "a table", values)
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise ValueError(unknown(key, known, where))
    for name, each in known.items():
        if name not in values and each.default is MISSING and each.default_factory is MISSING:
            raise ValueError(f"{dotted(where, name)} is missing")
    return kind(**{k: _value(known[k].type, v, dotted(where, k)) for k, v in values.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise _not_right(where, "a table", value)
        inner = get_args(kind)[1]
        return {_text(k): _value(inner, v, dotted(where, k)) for k, v in value.items()}
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _not_right(where, "a list", value)
        inner = get_args(kind)[0]
        return tuple(_value(inner, each, f"{where}[{n}]") for n, each in enumerate(value))
    if isinstance(kind, UnionType):
        return None if value is None else _value(get_args(kind)[0], value, where)
    if kind in PLAIN:
        if type(value) is not kind:  # True is an int to Python, not to who fills in a form
            raise _not_right(where, PLAIN[kind], value)
        return _text(value) if kind is str else value
    return read(kind, value, where)


def _text(value: str) -> str:
    """In NFC (TCVN 6909), so that two spellings of one word are one word."""
    return unicodedata.normalize("NFC", value)


def _not_right(where: str, what: str, value: object) -> ValueError:
    return ValueError(f"{where or 'the document'} = {reprlib.repr(value)}: {what} is wanted here")


def dotted(where: str, key: str) -> str:
    """The name of *key* in the table *where*."""
    return f"{where}.{key}" if where else key


def unknown(key: str, known: Iterable[str], where: str = "") -> str:
    """What to say of a key that is not *known* in the table *where*."""
    close = difflib.get_close_matches(key, list(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(sorted(known))}"
    return f"unknown key {dotted(where, key)!r}; {hint}"
