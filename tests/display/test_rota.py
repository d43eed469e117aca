import math

import pytest

from display.board import HALF_BLINK_S, Board
from display.rota import HURRY_REST_S, LATE_SHARE, LONGEST_ROUND_S, PROMPT_S, QUIET_S, Rota

NOW_S = 100.0


def boards(count: int) -> list[Board]:
    """Boards that show what is wanted, spoken to at 0, 1, 2 … seconds."""
    made = [Board(str(n), n, blank="") for n in range(count)]
    for at_s, board in enumerate(made):
        accept(board, float(at_s))
    return made


def accept(board: Board, now_s: float) -> None:
    board.begin(now_s)
    board.accepted(board.text_at(now_s), now_s, has_answered=True)


def test_new_texts_go_out_in_the_order_of_the_wishes() -> None:
    first, second, third = boards(3)
    rota = Rota([first, second, third], refresh_s=1000.0, cost_s=0.02)
    third.want("A042", NOW_S)
    first.want("A043", NOW_S + 1)
    assert rota.pick(NOW_S + 2) is third
    accept(third, NOW_S + 2)
    assert rota.pick(NOW_S + 2) is first


def test_a_call_goes_before_every_other_new_text() -> None:
    made = boards(4)
    rota = Rota(made, refresh_s=1000.0, cost_s=0.02)
    for board in made[:2]:
        board.want("A043", NOW_S)
    made[3].want("A042", NOW_S + 2, is_blinking=True)
    made[2].want("B007", NOW_S + 1, is_blinking=True)
    order = []
    while board := rota.pick(NOW_S + 2):
        accept(board, NOW_S + 2)
        order.append(board)
    assert order == [made[2], made[3], made[0], made[1]]


def test_a_new_text_goes_before_the_step_of_a_blink() -> None:
    blinking, called = boards(2)
    rota = Rota([blinking, called], refresh_s=1000.0, cost_s=0.02)
    blinking.want("A042", NOW_S, is_blinking=True)
    accept(blinking, NOW_S)
    called.want("A043", NOW_S + HALF_BLINK_S)
    assert rota.pick(NOW_S + HALF_BLINK_S) is called
    accept(called, NOW_S + HALF_BLINK_S)
    assert rota.pick(NOW_S + HALF_BLINK_S) is blinking


def test_the_refresh_round_takes_the_stalest_and_a_quarter_of_the_line() -> None:
    made = boards(4)
    rota = Rota(made, refresh_s=8.0, cost_s=0.5)
    now_s, picked, instants_s = NOW_S, list[Board](), list[float]()
    while len(picked) < 5:
        if board := rota.pick(now_s):
            accept(board, now_s)
            picked.append(board)
            instants_s.append(now_s - NOW_S)
        now_s = rota.next_due_s(now_s)
    assert picked == [*made, made[0]]
    assert instants_s == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_with_room_on_the_line_a_board_is_refreshed_on_time() -> None:
    (board,) = boards(1)
    rota = Rota([board], refresh_s=10.0, cost_s=0.02)
    accept(board, NOW_S)
    assert rota.next_due_s(NOW_S) == NOW_S + 10.0


def test_the_next_step_of_a_blink_is_waited_for() -> None:
    (board,) = boards(1)
    rota = Rota([board], refresh_s=1000.0, cost_s=0.02)
    board.want("A042", NOW_S, is_blinking=True)
    accept(board, NOW_S)
    assert rota.next_due_s(NOW_S) == NOW_S + HALF_BLINK_S


def test_a_cable_without_boards_has_nothing_to_do() -> None:
    rota = Rota([], refresh_s=10.0, cost_s=0.02)
    assert rota.pick(NOW_S) is None
    assert rota.next_due_s(NOW_S) == math.inf


def refreshed(rota: Rota, from_s: float, for_s: float, busy: Board | None = None) -> list[float]:
    """The instants at which a board was refreshed; ``busy`` is given a new text each second."""
    now_s, instants, wished_s = from_s, list[float](), from_s
    while now_s < from_s + for_s:
        if busy and now_s >= wished_s:
            wished_s += 1.0
            busy.want(f"A{now_s:.0f}", now_s)
        if board := rota.pick_changed(now_s):
            accept(board, now_s)
        elif board := rota.pick_refresh(now_s):
            accept(board, now_s)
            instants.append(now_s)
        due_s = rota.next_due_s(now_s)
        now_s = max(now_s, min(due_s, wished_s) if busy else due_s)
    return instants


def test_a_prompt_round_leaves_the_line_to_lone_calls() -> None:
    """Of all instants, fewer than one in a hundred may be followed by 10 ms of a round's frame."""
    cost_s, made = 0.03, boards(33)
    rota = Rota(made, refresh_s=10.0, cost_s=cost_s, is_prompt=True)
    frames = len(refreshed(rota, NOW_S, 1000.0, busy=made[0]))
    assert 0.0025 < frames * (cost_s - PROMPT_S) / 1000.0 <= 0.0032
    assert rota.round_s == pytest.approx(33 * (cost_s - PROMPT_S) / LATE_SHARE)


def test_it_need_not_when_nobody_has_called_for_a_while() -> None:
    made = boards(33)
    rota = Rota(made, refresh_s=10.0, cost_s=0.03, is_prompt=True)
    made[0].want("A042", NOW_S)
    instants_s = refreshed(rota, NOW_S, QUIET_S + 20.0)
    early = [at_s for at_s in instants_s if at_s < NOW_S + QUIET_S]
    assert len(early) == 1 + QUIET_S // ((0.03 - PROMPT_S) / LATE_SHARE)
    assert len(instants_s) - len(early) >= 2 * 33 - 8


def test_a_board_that_comes_back_has_the_others_looked_after_once() -> None:
    made = boards(33)
    rota = Rota(made, refresh_s=10.0, cost_s=0.03, is_prompt=True)
    rota.hurry(NOW_S)
    assert len(refreshed(rota, NOW_S, 10.0, busy=made[0])) >= 32
    rota.hurry(NOW_S + 20.0)
    assert len(refreshed(rota, NOW_S + 20.0, 10.0, busy=made[0])) <= 2
    rota.hurry(NOW_S + HURRY_REST_S)
    assert len(refreshed(rota, NOW_S + HURRY_REST_S, 10.0, busy=made[0])) >= 32


def test_frames_too_short_to_be_late_need_no_room_made() -> None:
    rota = Rota(boards(32), refresh_s=10.0, cost_s=0.005, is_prompt=True)
    assert rota.round_s == 10.0


def test_no_board_waits_longer_than_five_minutes() -> None:
    rota = Rota(boards(32), refresh_s=10.0, cost_s=0.308, is_prompt=True)
    assert rota.round_s == pytest.approx(LONGEST_ROUND_S)
