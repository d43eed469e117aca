"""What stands in a comment for what was left out, and whose names are looked for."""

import sqlite3
from collections.abc import Callable, Mapping

from server.comment_screen import screen
from server.words import Translate


def screen_words(translate: Translate) -> Mapping[str, str]:
    """The words in brackets, by kind."""
    return {
        "name": translate("[name]"),
        "number": translate("[number]"),
        "email": translate("[e-mail]"),
        "link": translate("[link]"),
    }


def staff(connection: sqlite3.Connection) -> list[str]:
    """The full names of everybody who works here."""
    return [str(row[0]) for row in connection.execute("SELECT full_name FROM people")]


def screener(translate: Translate) -> Callable[[sqlite3.Connection, str], str]:
    """Screens what somebody wrote, for readers of one language."""
    words = screen_words(translate)
    return lambda connection, comment: screen(comment, words, staff(connection)).text
