"""Signing in may be tried so often, and never by many at once."""

import pytest

from server.throttle import AT_ONCE, REMEMBERED, TRIES, WITHIN_S, Throttle, TooManyTries


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
