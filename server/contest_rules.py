"""The life of a contest as one table: contest x what somebody does -> contest.  Pure."""

from collections.abc import Mapping

NONE = ""
OPEN, UPHELD, REJECTED = "open", "upheld", "rejected"
VERDICTS = (UPHELD, REJECTED)
CONTEST = "contest"

LIFE: Mapping[str, Mapping[str, str]] = {
    NONE: {CONTEST: OPEN},
    OPEN: {UPHELD: UPHELD, REJECTED: REJECTED},
    UPHELD: {},
    REJECTED: {},
}
"""The table of ``docs/reference/rating-figures.md``; an end is an end."""


class NotAllowed(ValueError):
    """The code of the problem: why it cannot be done now."""


def after(state: str, act: str) -> str:
    """The state after *act*: ``contest``, or a verdict.

    :raises NotAllowed: with ``already_contested``, ``not_contested`` or ``already_judged``.
    """
    found = LIFE[state].get(act)
    if found is not None:
        return found
    if act == CONTEST:
        raise NotAllowed("already_contested")
    raise NotAllowed("not_contested" if state == NONE else "already_judged")
