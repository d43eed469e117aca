"""Three kinds of error, by whose turn it is to act.

Each carries a *code*: the last word of the problem document's ``type`` and the key of its
sentence in the catalogues (see ``server/problems.py``).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the office's own set-up, for readers of each language; *en* is ``""`` where the
    office has given none."""

    vi: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """What people who read *language* are told."""
        return (self.en or self.vi) if language == "en" else self.vi

    def __str__(self) -> str:
        return self.vi


class OfficeError(Exception):
    """Base of all that the office answers instead of doing what was asked."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class Unknown(OfficeError):
    """There is no such thing: the asker named a service, ticket or counter that is not here."""


class Refused(OfficeError):
    """It cannot be done now: the thing is here, but in another state than the asker thought."""


class Malformed(OfficeError):
    """The words were wrong: no office in any state could do this."""


class StoreFailed(Exception):
    """The office's file cannot be written: disk full, read-only or gone.  Nothing was changed."""


class SetupError(Exception):
    """The server cannot start as it is set up; the message says where and what would be right."""
