"""Signing in may be tried so often, and never by many at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.throttle import (
    AT_ONCE,
    FREE_GUESSES,
    GUESSES_WITHIN_S,
    LONGEST_PAUSE_S,
    REMEMBERED,
    TRIES,
    WITHIN_S,
    Guesses,
    Limit,
    Throttle,
    TooManyTries,
    TooSoon,
    pause_s,
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


# Guesses


class Wrong(Exception):
    """The guess is not it."""


def guess(guesses: Guesses, is_wrong: bool = True, name: str = "kiosk") -> None:
    """:raises TooSoon: if a pause is not over."""
    with suppress(Wrong), guesses.one(name):
        if is_wrong:
            raise Wrong


def test_five_wrong_guesses_are_free_and_pauses_rise_to_half_a_minute() -> None:
    assert [pause_s(n) for n in range(12)] == [0, 0, 0, 0, 0, 2, 4, 8, 16, 30, 30, 30]
    assert pause_s(10**6) == LONGEST_PAUSE_S


def test_a_pause_is_over_when_it_says_and_others_do_not_wait() -> None:
    clock = Seconds()
    guesses = Guesses(clock, Wrong)
    for _ in range(FREE_GUESSES):
        guess(guesses)
    clock.s += 0.5
    with pytest.raises(TooSoon) as caught:
        guess(guesses, is_wrong=False)
    assert caught.value.seconds == 1.5
    guess(guesses, name="another")
    clock.s += 1.5
    guess(guesses, is_wrong=False)
    clock.s += GUESSES_WITHIN_S
    for _ in range(FREE_GUESSES):
        guess(guesses)


def test_what_is_right_or_fails_otherwise_does_not_count() -> None:
    guesses = Guesses(Seconds(), Wrong)
    for _ in range(100):
        guess(guesses, is_wrong=False)
        with pytest.raises(ZeroDivisionError), guesses.one("kiosk"):
            raise ZeroDivisionError


def test_guesses_at_the_same_time_are_never_more_than_the_free_ones() -> None:
    guesses = Guesses(Seconds(), Wrong, patience_s=0.0)
    with ExitStack() as stack:
        for _ in range(FREE_GUESSES):
            stack.enter_context(guesses.one("kiosk"))
        with pytest.raises(TooSoon):
            guess(guesses)
    guess(guesses)


def test_many_who_are_right_at_the_same_time_only_wait_for_each_other() -> None:
    guesses = Guesses(Seconds(), Wrong)
    with ThreadPoolExecutor(32) as pool:
        for done in [pool.submit(guess, guesses, False) for _ in range(320)]:
            done.result()


def test_many_who_are_wrong_at_the_same_time_have_the_free_ones_and_no_more() -> None:
    guesses = Guesses(Seconds(), Wrong)
    looked_at: list[int] = []

    def wrong(n: int) -> None:
        with suppress(TooSoon, Wrong), guesses.one("kiosk"):
            looked_at.append(n)
            raise Wrong

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(wrong, range(320)))
    assert len(looked_at) == FREE_GUESSES


@given(st.lists(st.floats(0.0, 700.0), max_size=300))
def test_whoever_guesses_has_no_more_than_one_in_half_a_minute(rests: list[float]) -> None:
    clock = Seconds()
    guesses = Guesses(clock, Wrong)
    made: list[float] = []
    for rest in [*rests, *[0.0] * 50]:
        clock.s += rest
        try:
            guess(guesses)
        except TooSoon as error:
            clock.s += error.seconds + 1e-6  # the greedy wait no longer than they must
            guess(guesses)
        made.append(clock.s)
    for n, since in enumerate(made):
        within = [at for at in made[n:] if at < since + GUESSES_WITHIN_S]
        assert len(within) <= FREE_GUESSES + 5 + GUESSES_WITHIN_S / LONGEST_PAUSE_S
