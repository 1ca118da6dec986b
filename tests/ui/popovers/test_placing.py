"""Where a popover stands: the corner, else where it covers least, never off the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent_client.workstation.geometry import Rect, Size
from ui.popovers.placing import MARGIN, place_popover

SCREEN = Rect(0, 0, 1920, 1040)
SIZE = Size(368, 240)
CORNER = Rect(1920 - MARGIN - 368, 1040 - MARGIN - 240, 368, 240)


def test_the_lower_right_corner() -> None:
    assert place_popover(SIZE, SCREEN) == CORNER
    assert place_popover(SIZE, SCREEN, [Rect(0, 0, 1000, 1000)]) == CORNER


def test_up_above_the_editor_when_it_is_in_the_way() -> None:
    editor = Rect(1540, 850, 380, 150)
    placed = place_popover(SIZE, SCREEN, [editor])
    assert placed.common(editor).area == 0
    assert placed == Rect(CORNER.x, 850 - MARGIN - 240, 368, 240)


def test_to_the_left_when_the_right_edge_is_taken_from_top_to_bottom() -> None:
    column = Rect(1540, 0, 380, 1040)
    placed = place_popover(SIZE, SCREEN, [column])
    assert placed == Rect(1540 - MARGIN - 368, CORNER.y, 368, 240)


def test_where_everything_is_in_the_way_the_corner_is_as_good_as_any() -> None:
    assert place_popover(SIZE, SCREEN, [SCREEN]) == CORNER


def test_other_popovers_come_before_what_should_be_kept_clear() -> None:
    small = Rect(0, 0, 400, 600)
    below = place_popover(SIZE, small)
    above = place_popover(SIZE, small, [Rect(0, 0, 400, 330)], [below])
    assert above.common(below).area == 0


def test_a_screen_that_is_too_small_shows_the_beginning() -> None:
    placed = place_popover(SIZE, Rect(100, 50, 200, 100))
    assert (placed.x, placed.y) == (100, 50)


_screens = st.builds(
    Rect, st.integers(-3000, 3000), st.integers(-2000, 2000), st.integers(420, 4000), st.integers(300, 2200)
)
_rects = st.builds(Rect, st.integers(-500, 2500), st.integers(-500, 1500), st.integers(1, 1500), st.integers(1, 900))


@given(_screens, _rects)
def test_always_wholly_on_the_screen_and_clear_if_any_corner_is(screen: Rect, avoid: Rect) -> None:
    placed = place_popover(SIZE, screen, [avoid])
    assert screen.contains(placed)
    lefts = (screen.x, screen.right - SIZE.width)
    tops = (screen.y, screen.bottom - SIZE.height)
    right = Rect(lefts[1] - MARGIN, tops[1] - MARGIN, SIZE.width, SIZE.height)
    if screen.contains(right) and right.common(avoid).area == 0:
        assert placed == right


@given(st.lists(st.integers(60, 300), min_size=1, max_size=5))
def test_a_stack_never_covers_itself_where_there_is_room(heights: list[int]) -> None:
    taken: list[Rect] = []
    for height in heights:
        taken.append(place_popover(Size(368, height), SCREEN, [], taken))
    for at, one in enumerate(taken):
        assert SCREEN.contains(one)
        assert all(one.common(other).area == 0 for other in taken[:at])
