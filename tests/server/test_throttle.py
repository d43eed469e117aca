"""Signing in may be tried so often, and never by many at once."""

import pytest

from server.throttle import (
    AT_ONCE,
    REMEMBERED,
    TRIES,
    WITHIN_S,
    Limit,
    Throttle,
    TooManyTries,
)


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def fail(throttle: Throttle, name: str, times: int = 1) -> None:
    for _ in range(times):
        with throttle.attempt(name) as failed:
            failed()


def test_after_so_many_failures_a_name_waits_and_others_do_not() -> None:
    clock = Seconds()
    throttle = Throttle(clock)
    fail(throttle, "hoa", TRIES)
    with pytest.raises(TooManyTries), throttle.attempt("hoa"):
        pass
    with throttle.attempt("nam"):
        pass
    clock.s += WITHIN_S
    with throttle.attempt("hoa"):
        pass


def test_who_succeeds_is_never_barred() -> None:
    throttle = Throttle(Seconds())
    for _ in range(TRIES * 3):
        with throttle.attempt("hoa"):
            pass


def test_only_so_many_passwords_are_hashed_at_once() -> None:
    throttle = Throttle(Seconds(), patience_s=0.0)
    held = [throttle.attempt(f"person-{n}") for n in range(AT_ONCE)]
    for each in held:
        each.__enter__()
    with pytest.raises(TooManyTries), throttle.attempt("one too many"):
        pass
    for each in held:
        each.__exit__(None, None, None)
    with throttle.attempt("now"):
        pass


def test_it_does_not_remember_without_end() -> None:
    throttle = Throttle(Seconds())
    for n in range(REMEMBERED + 5):
        fail(throttle, f"name-{n}")
    fail(throttle, "last", TRIES)
    with pytest.raises(TooManyTries), throttle.attempt("last"):
        pass


def test_a_limit_is_so_many_in_so_long() -> None:
    clock = Seconds()
    limit = Limit(clock, 2, 600.0)
    limit.take("b-1")
    clock.s = 599.0
    limit.take("b-1")
    with pytest.raises(TooManyTries):
        limit.take("b-1")
    limit.take("b-2")
    clock.s = 600.0  # the first is ten minutes old
    limit.take("b-1")
    with pytest.raises(TooManyTries):
        limit.check("b-1")


def test_what_fails_does_not_count() -> None:
    limit = Limit(Seconds(), 1, 600.0)
    for _ in range(3):
        with pytest.raises(KeyError), limit.one("b-1"):
            raise KeyError
    with limit.one("b-1"):
        pass
    with pytest.raises(TooManyTries), limit.one("b-1"):
        pass


def test_what_fails_after_it_was_forgotten_does_no_harm() -> None:
    limit = Limit(Seconds(), 1, 600.0)
    with pytest.raises(KeyError), limit.one("b-1"):
        for n in range(REMEMBERED):
            limit.take(f"name-{n}")
        raise KeyError
