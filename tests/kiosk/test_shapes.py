"""The arithmetic of rectangles."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.shapes import Button, Rect, Scene

rects = st.builds(Rect, *[st.integers(0, 500)] * 2, *[st.integers(50, 900)] * 2)


@given(rects, st.integers(1, 6), st.integers(1, 6), st.integers(0, 5))
def test_cells_lie_inside_and_apart(rect, columns, rows, gap):
    cells = rect.grid(columns, rows, gap)
    assert len(cells) == columns * rows
    for cell in cells:
        assert rect.holds(cell.x, cell.y) and cell.x + cell.w <= rect.x + rect.w
        middle = (cell.x + cell.w // 2, cell.y + cell.h // 2)
        assert [other for other in cells if other.holds(*middle)] == [cell]


@given(rects, st.integers(1, 40), st.integers(0, 9))
def test_parts_and_rests_fill_the_whole(rect, size, gap):
    for part, rest in (rect.top(size, gap), rect.bottom(size, gap)):
        assert part.h + gap + rest.h == rect.h and part.w == rest.w == rect.w
    part, rest = rect.left(size, gap)
    assert part.w + gap + rest.w == rect.w


@given(rects)
def test_a_square_is_one_and_inside(rect):
    square = rect.square()
    assert square.w == square.h == min(rect.w, rect.h) and rect.holds(square.x, square.y)


def test_the_button_under_a_finger():
    scene = Scene((100, 100), (0, 0, 0), (), (Button(Rect(10, 10, 20, 20), "a"),))
    assert scene.button_at(10, 29) == "a" and scene.button_at(30, 10) is None
