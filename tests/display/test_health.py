from display.board import Board
from display.health import BoardHealth, health_of


def painted() -> Board:
    board = Board("3", 3, blank="    ")
    board.want(" A42", 90.0)
    board.begin(90.0)
    board.accepted(" A42", 90.0, has_answered=True)
    return board


def test_an_acknowledged_text_is_shown() -> None:
    health = health_of(painted(), 100.0, has_answers=True, away_why="")
    assert health == BoardHealth("3", 3, "shown", "A42", "A42", 10.0, 0, "", 10.0, 1)


def test_without_acknowledgements_it_is_only_sent() -> None:
    assert health_of(painted(), 100.0, has_answers=False, away_why="").state == "sent"


def test_before_anything_was_sent() -> None:
    health = health_of(Board("3", 3, blank=""), 100.0, has_answers=True, away_why="")
    assert health == BoardHealth("3", 3, "silent", "", None, None, 0, "nothing has been sent yet")


def test_a_silent_board_says_why() -> None:
    board = painted()
    board.failed("no answer", 95.0, has_answered=False)
    health = health_of(board, 100.0, has_answers=True, away_why="")
    assert (health.state, health.shown, health.errors) == ("silent", None, 1)
    assert (health.why, health.last_answer_s_ago) == ("no answer", 10.0)


def test_a_cable_that_is_away_comes_first() -> None:
    health = health_of(painted(), 100.0, has_answers=True, away_why="it is unplugged")
    assert (health.state, health.why) == ("away", "it is unplugged")
