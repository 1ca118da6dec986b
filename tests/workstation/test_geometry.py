"""Every window stays reachable: the cases by name, then every arrangement that Hypothesis can think of (I1)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.workstation.geometry import (
    Margins,
    Rect,
    Screen,
    Size,
    arrangement_key,
    centred,
    fitted,
    hidden,
    nearest,
    place,
    reachable,
    rescued,
    title_reachable,
)

FRAME = Margins(8, 31, 8, 8)
LEAST = Size(200, 100)
USUAL = Size(900, 600)


def screen(name: str, x: int, y: int, width: int, height: int, task_bar: int = 0) -> Screen:
    return Screen(name, Rect(x, y, width, height), Rect(x, y, width, height - task_bar))


MAIN = screen("main", 0, 0, 1920, 1080, task_bar=40)
RIGHT = screen("right", 1920, 0, 1920, 1080)
LEFT = screen("left", -1280, -200, 1280, 1024)
ARRANGEMENTS = {
    "one": [MAIN],
    "two": [MAIN, RIGHT],
    "three": [MAIN, LEFT, RIGHT],
    "above": [MAIN, screen("above", 300, -1440, 2560, 1440)],
    "small": [screen("small", 0, 0, 1024, 600, task_bar=30)],
    "apart": [MAIN, screen("far", 5000, 3000, 800, 600)],
}


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_every_place_on_a_coarse_grid_ends_reachable(name: str) -> None:
    screens = ARRANGEMENTS[name]
    sizes = [Size(216, 139), Size(700, 500), Size(1936, 1080), Size(4000, 3000)]
    for x, y, size in product(range(-3000, 6001, 375), range(-2500, 4001, 375), sizes):
        frame = place(Rect(x, y, size.width, size.height), USUAL, LEAST, screens, FRAME)
        assert reachable(frame, screens), (x, y, size)
        assert frame.width <= size.width and frame.height <= size.height


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_without_a_wish_it_stands_in_the_middle_of_the_first_screen(name: str) -> None:
    screens = ARRANGEMENTS[name]
    frame = place(None, USUAL, LEAST, screens, FRAME)
    area = screens[0].available
    assert area.contains(frame)
    assert abs((frame.x - area.x) - (area.right - frame.right)) <= 1
    assert abs((frame.y - area.y) - (area.bottom - frame.bottom)) <= 1


def test_a_dialog_stands_over_its_parent_and_on_its_screen() -> None:
    screens = ARRANGEMENTS["three"]
    parent = Rect(2000, 100, 800, 600)
    frame = place(None, Size(300, 200), LEAST, screens, FRAME, parent)
    assert centred(frame.size, parent) == frame
    at_the_edge = place(None, Size(900, 700), LEAST, screens, FRAME, Rect(-1280, -200, 300, 200))
    assert LEFT.available.contains(at_the_edge)


def test_what_is_reachable_stays_to_the_pixel() -> None:
    for wanted in (Rect(0, 0, 1920, 1040), Rect(-1280, -200, 640, 480), Rect(1602, 100, 700, 500)):
        assert place(wanted, USUAL, LEAST, ARRANGEMENTS["three"], FRAME) == wanted


def test_across_two_screens_stays_only_while_both_are_there() -> None:
    across = Rect(1602, 100, 700, 500)
    assert place(across, USUAL, LEAST, [MAIN], FRAME) == Rect(1220, 100, 700, 500)


def test_a_title_split_in_two_useless_halves_is_brought_onto_one() -> None:
    narrow = Rect(1860, 100, 216, 300)
    assert hidden(narrow, ARRANGEMENTS["two"]) == 0
    assert not title_reachable(Rect(1860, 100, 119 + 60, 300), ARRANGEMENTS["two"][:1])
    frame = place(narrow, USUAL, LEAST, ARRANGEMENTS["two"], FRAME)
    assert frame == narrow if title_reachable(narrow, ARRANGEMENTS["two"]) else RIGHT.available.contains(frame)
    halves = Rect(1812, 100, 216, 300)
    assert not title_reachable(halves, ARRANGEMENTS["two"])
    assert MAIN.available.contains(place(halves, USUAL, LEAST, ARRANGEMENTS["two"], FRAME))


def test_under_the_task_bar_is_not_reachable() -> None:
    assert place(Rect(100, 600, 700, 480), USUAL, LEAST, [MAIN], FRAME) == Rect(100, 560, 700, 480)


def test_too_large_shrinks_but_not_below_its_least() -> None:
    small = ARRANGEMENTS["small"]
    assert place(Rect(0, 0, 1900, 1000), USUAL, LEAST, small, FRAME) == Rect(0, 0, 1024, 570)
    stiff = place(Rect(500, 400, 1900, 1000), USUAL, Size(1200, 800), small, FRAME)
    assert stiff == Rect(0, 0, 1216, 839)
    assert title_reachable(stiff, small)


def test_the_nearest_screen_is_chosen() -> None:
    screens = ARRANGEMENTS["three"]
    assert nearest(Rect(1700, 0, 500, 100), screens) is RIGHT
    assert nearest(Rect(-5000, 0, 500, 100), screens) is LEFT
    assert nearest(Rect(9000, 900, 500, 100), screens) is RIGHT
    assert nearest(Rect(400, 1500, 500, 100), screens) is MAIN


def test_the_key_of_an_arrangement_is_its_shape() -> None:
    assert arrangement_key([MAIN, RIGHT]) == "1920x1080+0+0 1920x1080+1920+0"
    assert arrangement_key([RIGHT, MAIN]) == arrangement_key([MAIN, RIGHT])
    renamed = Screen("another socket", MAIN.geometry, MAIN.geometry)
    assert arrangement_key([renamed]) == arrangement_key([MAIN])
    assert arrangement_key([LEFT, MAIN]) == "1280x1024-1280-200 1920x1080+0+0"
    assert len({arrangement_key(screens) for screens in ARRANGEMENTS.values()}) == len(ARRANGEMENTS)


def test_rescue_moves_what_the_change_took() -> None:
    on_right = Rect(2500, 300, 700, 500)
    assert MAIN.available.contains(rescued(on_right, LEAST, [MAIN, RIGHT], [MAIN], FRAME))
    assert rescued(on_right, LEAST, [MAIN, RIGHT], [MAIN, RIGHT], FRAME) == on_right


def test_rescue_leaves_what_was_half_off_before() -> None:
    pushed = Rect(-400, 300, 700, 500)
    assert rescued(pushed, LEAST, [MAIN, RIGHT], [MAIN], FRAME) == pushed


def test_rescue_moves_what_lost_its_title() -> None:
    lost = Rect(300, -60, 700, 500)
    assert MAIN.available.contains(rescued(lost, LEAST, [MAIN], [MAIN], FRAME))


def test_pieces_of_a_rectangle() -> None:
    whole = Rect(0, 0, 10, 10)
    pieces = whole.without(Rect(3, 3, 4, 4))
    assert sum(piece.area for piece in pieces) == 100 - 16
    assert all(not piece.common(Rect(3, 3, 4, 4)).area for piece in pieces)
    assert whole.without(whole) == []
    assert whole.without(Rect(50, 50, 5, 5)) == [whole]
    assert Rect(0, 0, 0, 5).without(whole) == []
    assert hidden(whole, []) == 100


coordinates = st.integers(-6000, 6000)
sides = st.integers(1, 5000)
rects = st.builds(Rect, coordinates, coordinates, sides, sides)
areas = st.builds(Rect, coordinates, coordinates, st.integers(640, 4000), st.integers(480, 3000))


def _screen(area: Rect, bar: int) -> Screen:
    return Screen("any", area, Rect(area.x, area.y, area.width, area.height - bar))


arrangements = st.lists(st.builds(_screen, areas, st.integers(0, 60)), min_size=1, max_size=4)
leasts = st.builds(Size, st.integers(0, 400), st.integers(0, 300))


@given(rects, arrangements, leasts)
def test_any_place_on_any_screens_ends_reachable(wanted: Rect, screens: list[Screen], least: Size) -> None:
    frame = place(wanted, USUAL, least, screens, FRAME)
    assert reachable(frame, screens)
    assert place(frame, USUAL, least, screens, FRAME) == frame, "placing twice moves twice"
    if reachable(wanted, screens) and wanted.width >= least.width + 16 and wanted.height >= least.height + 39:
        assert frame == wanted


@given(st.one_of(st.none(), rects), arrangements, leasts)
def test_any_first_window_stands_wholly_on_one_screen(over: Rect | None, screens: list[Screen], least: Size) -> None:
    frame = place(None, USUAL, least, screens, FRAME, over)
    assert any(screen.available.contains(frame) for screen in screens)


@given(rects, arrangements, arrangements)
def test_any_window_is_reachable_after_a_rescue_or_never_was(
    frame: Rect, before: list[Screen], now: list[Screen]
) -> None:
    after = rescued(frame, LEAST, before, now, FRAME)
    assert title_reachable(after, now)
    assert hidden(after, now) <= hidden(frame, before) or hidden(after, now) == 0


@given(rects, areas, st.builds(Size, st.integers(0, 9000), st.integers(0, 9000)))
def test_fitting_keeps_the_title_on_the_area(frame: Rect, area: Rect, least: Size) -> None:
    fit = fitted(frame, area, least)
    assert area.y <= fit.y and area.x <= fit.x
    assert fit.x < area.right and fit.y < area.bottom
    assert fit.width >= least.width and fit.height >= least.height
