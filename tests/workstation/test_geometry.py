"""Every window stays reachable: the cases by name, then every arrangement that Hypothesis can think of (I1)."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.workstation.geometry import (
    STEP,
    STRIP_HEIGHT,
    Margins,
    Rect,
    Screen,
    Size,
    arrangement_key,
    cascaded,
    centred,
    fitted,
    hidden,
    in_sight,
    lost,
    nearest,
    place,
    reachable,
    rescued,
    title_reachable,
    with_room,
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
    for wanted in (Rect(0, 0, 1920, 1040), Rect(-1280, -200, 640, 480), Rect(1220, 100, 700, 500)):
        assert place(wanted, USUAL, LEAST, ARRANGEMENTS["three"], FRAME) == wanted


def test_across_two_screens_stays_until_it_opens_again_or_loses_something() -> None:
    across = Rect(1602, 100, 700, 500)
    both = ARRANGEMENTS["two"]
    assert in_sight(across, both) and not reachable(across, both)
    assert not lost(across, both, ARRANGEMENTS["three"])
    assert place(across, USUAL, LEAST, both, FRAME) == Rect(1920, 100, 700, 500)
    assert lost(across, both, [MAIN])
    assert rescued(across, LEAST, both, [MAIN], FRAME) == Rect(1220, 100, 700, 500)


def test_a_title_split_in_two_useless_halves_is_lost() -> None:
    halves = Rect(1812, 100, 216, 300)
    assert hidden(halves, ARRANGEMENTS["two"]) == 0
    assert not title_reachable(halves, ARRANGEMENTS["two"]) and not in_sight(halves, ARRANGEMENTS["two"])
    assert lost(halves, ARRANGEMENTS["two"], ARRANGEMENTS["two"])


def test_it_opens_where_it_has_room() -> None:
    """A large minimum on a small screen, with a large one beside it: the large one, though the small one is nearer."""
    beside = [ARRANGEMENTS["small"][0], screen("large", 1024, 0, 1920, 1200)]
    assert place(Rect(10, 10, 700, 500), USUAL, Size(1200, 800), beside, FRAME) == Rect(1024, 10, 1216, 839)
    assert place(None, Size(1300, 900), Size(1200, 800), beside, FRAME).x >= 1024
    assert with_room(Size(5000, 5000), beside) == beside


def test_a_screen_that_a_panel_covers_wholly_is_none() -> None:
    covered = Screen("covered", Rect(1920, 0, 800, 600), Rect(1920, 0, 800, 0))
    assert place(Rect(2000, 100, 700, 500), USUAL, LEAST, [covered, MAIN], FRAME) == Rect(1220, 100, 700, 500)


def test_with_no_screen_at_all_it_waits_as_it_was() -> None:
    assert place(Rect(7, 8, 700, 500), USUAL, LEAST, [], FRAME) == Rect(7, 8, 700, 500)
    assert place(None, USUAL, LEAST, [], FRAME).size == FRAME.around(USUAL)
    assert place(None, USUAL, LEAST, [], FRAME, Rect(0, 0, 916, 639)) == Rect(0, 0, 916, 639)
    assert arrangement_key([]) == ""


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
    mirrored = Screen("projector", MAIN.geometry, MAIN.geometry)
    assert arrangement_key([MAIN, mirrored]) == arrangement_key([MAIN])


def test_rescue_moves_what_the_change_took() -> None:
    on_right = Rect(2500, 300, 700, 500)
    assert lost(on_right, [MAIN, RIGHT], [MAIN])
    assert MAIN.available.contains(rescued(on_right, LEAST, [MAIN, RIGHT], [MAIN], FRAME))
    assert not lost(on_right, [MAIN, RIGHT], [MAIN, RIGHT])


def test_a_window_stays_where_it_was_on_a_screen_that_moved() -> None:
    """The left one of two went: the right one is the only one now, and begins at 0."""
    alone = Screen(RIGHT.name, Rect(0, 0, 1920, 1080), Rect(0, 0, 1920, 1080))
    assert rescued(Rect(2500, 300, 700, 500), LEAST, [MAIN, RIGHT], [alone], FRAME) == Rect(580, 300, 700, 500)
    assert rescued(Rect(2500, 300, 700, 500), LEAST, [], [alone], FRAME) == Rect(1220, 300, 700, 500)


def test_what_was_half_off_before_is_not_lost() -> None:
    assert not lost(Rect(-400, 300, 700, 500), [MAIN, RIGHT], [MAIN])


def test_rescue_moves_what_lost_its_title() -> None:
    gone = Rect(300, -60, 700, 500)
    assert lost(gone, [MAIN], [MAIN])
    assert MAIN.available.contains(rescued(gone, LEAST, [MAIN], [MAIN], FRAME))


def test_a_cascade_shows_every_title() -> None:
    area = Rect(1920, 40, 1280, 984)
    frames = [Rect(-9000, 0, 1296, 839), Rect(50, 50, 1136, 799), Rect(0, 0, 316, 239)]
    least = Size(216, 139)
    placed = cascaded(frames, [least, least, least], area)
    assert [(one.x, one.y) for one in placed] == [(1920 + n * STEP, 40 + n * STEP) for n in range(3)]
    assert placed[1].size == frames[1].size and placed[2].size == frames[2].size
    assert placed[0] == Rect(1920, 40, 1280, 839), "made as small as the screen"
    many = cascaded([Rect(0, 0, 900, 700)] * 30, [least] * 30, area)
    assert all(area.contains(one) for one in many) and many[0].size == Size(900, 700)
    assert many.count(many[0]) > 1, "at the end of the area the next begins anew"
    assert cascaded([Rect(0, 0, 10, 10)], [Size(2000, 99)], area) == [Rect(1920, 40, 2000, 99)]


def test_pieces_of_a_rectangle() -> None:
    whole = Rect(0, 0, 10, 10)
    pieces = whole.without(Rect(3, 3, 4, 4))
    assert sum(piece.area for piece in pieces) == 100 - 16
    assert all(not piece.common(Rect(3, 3, 4, 4)).area for piece in pieces)
    assert whole.without(whole) == []
    assert whole.without(Rect(50, 50, 5, 5)) == [whole]
    assert Rect(0, 0, 0, 5).without(whole) == []
    assert hidden(whole, []) == 100


# Every arrangement that can be thought of: 1 to 6 screens of any size and scale, with gaps between them, over one another,
# left of and above the primary one, each with panels at any of its edges. Device-independent pixels, as Qt counts.

coordinates = st.integers(-8000, 8000)
sides = st.integers(1, 6000)
rects = st.builds(Rect, coordinates, coordinates, sides, sides)
scales = st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
panels = st.tuples(*[st.sampled_from([0, 0, 24, 40, 62, 120])] * 4)


def _screen(x: int, y: int, width: int, height: int, scale: float, panel: tuple[int, ...]) -> Screen:
    whole = Rect(x, y, int(width / scale), int(height / scale))
    left, top, right, bottom = panel
    free = Rect(x + left, y + top, max(whole.width - left - right, 0), max(whole.height - top - bottom, 0))
    return Screen(f"{width}x{height}", whole, free)


arrangements = st.lists(
    st.builds(_screen, coordinates, coordinates, st.integers(640, 7680), st.integers(480, 4320), scales, panels),
    min_size=1,
    max_size=6,
)
leasts = st.builds(Size, st.integers(0, 1400), st.integers(0, 1000))
borders = st.builds(Margins, st.integers(0, 12), st.integers(0, 60), st.integers(0, 12), st.integers(0, 12))


def assert_wholly_reachable(frame: Rect, minimum: Size, margins: Margins, screens: list[Screen]) -> None:
    """The frame wholly reachable on one screen, always, its title bar included; where the minimum is larger than every
    screen, its title bar and its top left."""
    least = margins.around(minimum)
    homes = [screen.available for screen in screens]
    if any(least.width <= home.width and least.height <= home.height for home in homes):
        assert any(home.contains(frame) for home in homes), frame
        return
    title = Rect(frame.x, frame.y, frame.width, STRIP_HEIGHT)
    assert any(
        home.x <= frame.x
        and home.y <= frame.y
        and (frame.right <= home.right or frame.x == home.x)
        and (frame.bottom <= home.bottom or frame.y == home.y)
        and title.common(home).width == min(frame.width, home.width)
        and title.common(home).height == min(STRIP_HEIGHT, home.height)
        for home in homes
    ), frame


@given(rects, arrangements, leasts, borders)
def test_a_window_that_opens_is_wholly_reachable_on_one_screen_always(
    saved: Rect, screens: list[Screen], least: Size, margins: Margins
) -> None:
    frame = place(saved, USUAL, least, screens, margins)
    assert_wholly_reachable(frame, least, margins, screens)
    assert place(frame, USUAL, least, screens, margins) == frame, "opened again it moves again"
    outer = margins.around(least)
    if reachable(saved, screens) and saved.width >= outer.width and saved.height >= outer.height:
        assert frame == saved, "nothing was wrong with it"


@given(st.one_of(st.none(), rects), arrangements, leasts, borders)
def test_a_first_window_is_wholly_reachable_on_one_screen_always(
    over: Rect | None, screens: list[Screen], least: Size, margins: Margins
) -> None:
    """Over its parent, wherever that has gone to, or on the first screen."""
    assert_wholly_reachable(place(None, USUAL, least, screens, margins, over), least, margins, screens)


@given(rects, st.lists(arrangements, min_size=2, max_size=5), leasts, borders)
def test_a_rescued_window_is_wholly_reachable_on_one_screen_always(
    frame: Rect, changes: list[list[Screen]], least: Size, margins: Margins
) -> None:
    """Through several changes in a row. What is not rescued lost nothing, and can be dragged."""
    frame = place(frame, USUAL, least, changes[0], margins)
    for before, now in pairwise(changes):
        if lost(frame, before, now):
            frame = rescued(frame, least, before, now, margins)
            assert_wholly_reachable(frame, least, margins, now)
        else:
            assert title_reachable(frame, now) and hidden(frame, now) <= hidden(frame, before)


@given(st.lists(st.tuples(rects, leasts), max_size=8), arrangements)
def test_all_windows_brought_here_are_wholly_reachable_on_this_screen(
    windows: list[tuple[Rect, Size]], screens: list[Screen]
) -> None:
    here = screens[0]
    if not here.available.area:
        return
    placed = cascaded([frame for frame, _ in windows], [least for _, least in windows], here.available)
    for frame, (_, least) in zip(placed, windows, strict=True):
        assert_wholly_reachable(frame, least, Margins(), [here])


@given(rects, rects, st.builds(Size, st.integers(0, 9000), st.integers(0, 9000)))
def test_fitting_keeps_the_title_on_the_area(frame: Rect, area: Rect, least: Size) -> None:
    fit = fitted(frame, area, least)
    assert area.y <= fit.y and area.x <= fit.x
    assert fit.x < area.right and fit.y < area.bottom
    assert fit.width >= least.width and fit.height >= least.height
