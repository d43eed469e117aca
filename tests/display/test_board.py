import pytest

from display.board import BLINKS, HALF_BLINK_S, RETRY_S, Board

NOW_S = 100.0


def a_board(shown: str | None = None) -> Board:
    board = Board("3", 3, blank="    ")
    if shown is not None:
        board.want(shown, 0.0)
        board.begin(0.0)
        board.accepted(shown, 0.0, has_answered=True)
    return board


def texts(board: Board) -> list[str]:
    """What the board should say at the middle of each half period of a blink, and one more."""
    half_periods = range(2 * BLINKS + 1)
    return [board.text_at(NOW_S + (step + 0.5) * HALF_BLINK_S) for step in half_periods]


def test_a_new_board_is_wanted_blank_and_nobody_knows_what_it_shows() -> None:
    board = a_board()
    assert (board.text_at(NOW_S), board.shown, board.is_due(NOW_S)) == ("    ", None, True)


def test_only_a_difference_is_due() -> None:
    board = a_board(shown="A041")
    board.want("A041", NOW_S)
    assert not board.is_due(NOW_S)
    board.want("A042", NOW_S)
    assert board.is_due(NOW_S)
    assert board.is_fresh


def test_a_blink_is_text_and_blank_in_turn_and_ends_steady() -> None:
    board = a_board(shown="A041")
    board.want("A042", NOW_S, is_blinking=True)
    assert texts(board) == ["A042", "    "] * BLINKS + ["A042"]


def test_a_blink_of_what_is_shown_begins_with_the_blank() -> None:
    board = a_board(shown="A042")
    board.want("A042", NOW_S, is_blinking=True)
    assert board.is_due(NOW_S)
    assert texts(board) == ["    ", "A042"] * BLINKS + ["A042"]


def test_a_steady_wish_ends_a_blink() -> None:
    board = a_board(shown="A042")
    board.want("A042", NOW_S, is_blinking=True)
    board.want("A042", NOW_S)
    assert texts(board) == ["A042"] * (2 * BLINKS + 1)
    assert board.next_due_s(NOW_S) is None


def test_the_steps_of_a_blink_are_due_one_after_another() -> None:
    board = a_board(shown="A041")
    board.want("A042", NOW_S, is_blinking=True)
    due_s, seen_s = board.next_due_s(NOW_S), []
    while due_s is not None:
        seen_s.append(due_s)
        due_s = board.next_due_s(due_s)
    assert seen_s == pytest.approx([NOW_S + n * HALF_BLINK_S for n in range(1, 2 * BLINKS + 1)])


def test_a_board_that_answered_until_now_is_asked_once_more() -> None:
    board = a_board(shown="A041")
    board.want("A042", NOW_S)
    board.begin(NOW_S)
    board.failed("no answer", NOW_S, has_answered=False)
    assert not board.is_due(NOW_S + RETRY_S / 2)
    assert board.next_due_s(NOW_S) == NOW_S + RETRY_S
    assert board.is_due(NOW_S + RETRY_S)
    board.begin(NOW_S + RETRY_S)
    board.failed("no answer", NOW_S + RETRY_S, has_answered=False)
    assert board.next_due_s(NOW_S + RETRY_S) is None
    assert (board.shown, board.errors, board.why) == (None, 2, "no answer")


def test_a_board_that_never_answered_waits_for_the_round_whatever_is_wanted() -> None:
    board = a_board()
    board.begin(NOW_S)
    board.failed("no answer", NOW_S, has_answered=False)
    board.want("A042", NOW_S)
    assert not board.is_due(NOW_S + 1000)


def test_a_refusal_is_an_answer_and_not_repeated_early() -> None:
    board = a_board(shown="A041")
    board.begin(NOW_S)
    board.failed("the board refused", NOW_S, has_answered=True)
    assert board.answered_at_s == NOW_S
    assert board.next_due_s(NOW_S) is None


def test_a_spoiled_frame_is_due_again_and_keeps_its_place() -> None:
    board = a_board(shown="A041")
    board.want("A042", NOW_S)
    board.begin(NOW_S)
    board.collided("another sender", NOW_S)
    assert (board.is_due(NOW_S), board.is_fresh, board.collisions) == (True, True, 1)
    assert (board.shown, board.errors) == (None, 0)


def test_a_silent_board_gets_no_second_turn_by_a_collision() -> None:
    board = a_board()
    board.begin(NOW_S)
    board.failed("no answer", NOW_S, has_answered=False)
    board.begin(NOW_S + 10.0)
    board.collided("another sender", NOW_S + 10.0)
    assert not board.is_due(NOW_S + 1000.0)


def test_forgetting_makes_it_due_again_and_rested() -> None:
    board = a_board(shown="A041")
    board.begin(NOW_S)
    board.failed("no answer", NOW_S, has_answered=False)
    board.forget()
    assert board.is_due(NOW_S)


def test_a_fault_of_the_sender_leaves_the_board_resting() -> None:
    board = a_board(shown="A041")
    board.begin(NOW_S)
    assert not board.is_due(NOW_S)
    assert board.next_due_s(NOW_S) is None


def test_a_wish_during_the_exchange_stays_wanted() -> None:
    board = a_board(shown="A041")
    board.want("A042", NOW_S)
    board.begin(NOW_S)
    board.want("A043", NOW_S)
    board.accepted("A042", NOW_S, has_answered=True)
    assert (board.is_due(NOW_S), board.is_fresh, board.text_at(NOW_S)) == (True, True, "A043")
