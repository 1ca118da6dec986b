"""Windows on every arrangement of screens that Qt can pretend; each start is a process of its own (I1).

Saved in one arrangement, opened in another: what stands where is compared to the pixel.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_client.workstation.geometry import Place, Rect, Screen, arrangement_key
from agent_client.workstation.settings import PLACES, Settings
from tests.ui.placed_windows import Placed, Told

Screens = list[tuple[int, int, int, int, float]]
"""Where each begins, its pixels, its scale."""

ONE: Screens = [(0, 0, 1920, 1080, 1)]
SMALL: Screens = [(0, 0, 1280, 720, 1)]
RIGHT: Screens = [*ONE, (1920, 0, 1920, 1080, 1)]
LEFT: Screens = [*ONE, (-1280, -200, 1280, 1024, 1)]
MIRRORED: Screens = [*ONE, (0, 0, 1280, 1024, 1)]
APART: Screens = [(0, 0, 1366, 768, 1.25), (3000, 900, 1920, 1080, 1)]
SCALED: Screens = [(0, 0, 3840, 2160, 2), (3840, 0, 1920, 1080, 1), (-2560, 300, 2560, 1440, 1.5)]
WALL: Screens = [(x, y, 1920, 1080, 1) for y in (-1080, 0) for x in (-1920, 0, 1920)]
ALL = {
    "small": SMALL,
    "left": LEFT,
    "mirrored": MIRRORED,
    "apart": APART,
    "scaled": SCALED,
    "wall": WALL,
}
USUAL = (800, 500)

Start = Callable[[Screens], Placed]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """The program on some screens, with what it saved before."""

    def start_it(arrangement: Screens) -> Placed:
        config = tmp_path / "screens.json"
        described = [
            {
                "name": f"S{number}",
                "x": x,
                "y": y,
                "width": round(width / scale),
                "height": round(height / scale),
                "logicalDpi": 96,
                "logicalBaseDpi": 96,
                "dpr": scale,
            }
            for number, (x, y, width, height, scale) in enumerate(arrangement)
        ]
        # Qt's pretended windows move by their margins at every negative coordinate: those have no margins here.
        margins = all(x >= 0 and y >= 0 for x, y, *_ in arrangement)
        config.write_text(json.dumps({"windowFrameMargins": margins, "screens": described}))
        return Placed(tmp_path / "settings.json", {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"})

    return start_it


def opened(name: str, **how: Any) -> tuple[str, dict[str, Any]]:
    return "open", {"name": name, "size": USUAL} | how


def wholly_on_one(told: Told, name: str) -> bool:
    x, y, width, height = told[name]["frame"]
    return any(
        a <= x and b <= y and x + width <= a + w and y + height <= b + h for a, b, w, h in told["screens"].values()
    )


def kept(folder: Path, where: dict[str, Place], arrangement: Screens = RIGHT) -> None:
    """As an earlier run left it."""
    areas = [Rect(x, y, round(w / scale), round(h / scale)) for x, y, w, h, scale in arrangement]
    key = arrangement_key(Screen("", area, area) for area in areas)
    settings = Settings(folder / "settings.json")
    settings.set(PLACES, {key: where})
    assert settings.save()


def test_I1_every_window_opens_where_it_was_and_does_not_drift(start: Start) -> None:
    """On the primary screen and on one left of it and above, through three starts; a dialog too."""
    windows = [opened("main"), opened("other"), opened("ask", over="main", modal=True)]
    with start(LEFT) as first:
        first.do(*windows)
        moved = [("main", (304, 226, 800, 500)), ("other", (-1000, -150, 700, 450)), ("ask", (500, 300, 300, 200))]
        was = first.do(*[("move", {"name": name, "at": at}) for name, at in moved])
        first.do(("save", {}))
    assert was["other"]["frame"][0] < 0 and wholly_on_one(was, "other")
    for _ in range(2):
        with start(LEFT) as again:
            now = again.do(*windows)
            assert {name: now[name]["frame"] for name, _ in moved} == {name: was[name]["frame"] for name, _ in moved}
            again.do(("save", {}))


@pytest.mark.parametrize("name", ALL)
def test_I1_a_window_that_would_open_off_screen_opens_wholly_on_one(start: Start, tmp_path: Path, name: str) -> None:
    """Fifty places of other arrangements: left, right, above and below, across two screens, larger than any, with the
    title above the top; each with its dialog, which has no place yet."""
    frames = [
        Rect(x, y, width, height)
        for x in (-4000, -1200, 1602, 2500, 9000)
        for y in (-3000, -60, 560, 1070, 4000)
        for width, height in ((808, 530), (2600, 1500))
    ]
    kept(tmp_path, {f"w{number}": Place(frame) for number, frame in enumerate(frames)})
    names = [f"w{number}" for number in range(len(frames))]
    with start(ALL[name]) as program:
        windows = [opened(one, least=(300, 200)) for one in names]
        dialogs = [opened(f"dialog {one}", size=(320, 240), over=one) for one in names]
        told = program.do(*windows, *dialogs, wait=300)
    assert [one for one in told if one != "screens" and not wholly_on_one(told, one)] == []


def test_I1_each_arrangement_has_its_own_places(start: Start) -> None:
    def frame_on(arrangement: Screens, at: tuple[int, ...] | None) -> list[int]:
        with start(arrangement) as program:
            told = program.do(opened("main"))
            if at is not None:
                told = program.do(("move", {"name": "main", "at": at}))
            program.do(("save", {}))
        frame: list[int] = told["main"]["frame"]
        return frame

    docked = frame_on(RIGHT, (2500, 300, 800, 500))
    alone = frame_on(ONE, (50, 60, 700, 450))
    assert frame_on(RIGHT, None) == docked
    assert frame_on(ONE, None) == alone
    scaled: Screens = [(0, 0, 1920, 1080, 1.5)]
    assert frame_on(scaled, None) == alone, "never seen: as near as may be to where it was last"


def test_I1_across_two_screens_it_opens_on_one(start: Start) -> None:
    with start(RIGHT) as program:
        program.do(opened("main"))
        told = program.do(("move", {"name": "main", "at": (1602, 100, 800, 500)}), wait=120)
        assert not wholly_on_one(told, "main"), "what the agent lays across two screens stays there"
        told = program.do(("show", {"name": "main", "how": "Minimized"}), ("show", {"name": "main", "how": "Normal"}))
        assert not wholly_on_one(told, "main")
        told = program.do(("hide", {"name": "main"}), ("show", {"name": "main", "how": ""}))
        assert wholly_on_one(told, "main")


def test_I1_a_maximised_window_opens_maximised_on_a_screen_that_exists(start: Start) -> None:
    """And when it is no longer maximised, it is wholly there."""
    with start(RIGHT) as program:
        program.do(opened("main"))
        program.do(("move", {"name": "main", "at": (2500, 300, 800, 500)}))
        told = program.do(("show", {"name": "main", "how": "Maximized"}))
        assert told["main"]["maximised"]
        program.do(("save", {}))
    with start(RIGHT) as program:
        told = program.do(opened("main"))
        assert told["main"]["maximised"] and told["main"]["inside"][0] >= 1920
    with start(SMALL) as program:
        told = program.do(opened("main"))
        assert told["main"]["maximised"] and wholly_on_one(told, "main")
        told = program.do(("show", {"name": "main", "how": "Normal"}))
        assert not told["main"]["maximised"] and wholly_on_one(told, "main")


def test_I1_a_minimum_larger_than_the_screen(start: Start) -> None:
    """One that can be given up is; else the title bar and the top left are there."""
    with start(SMALL) as program:
        told = program.do(
            opened("soft", size=(1500, 900), least=(1500, 900)), opened("stiff", size=(1500, 900), fixed=True)
        )
    assert wholly_on_one(told, "soft")
    assert told["stiff"]["frame"][:2] == [0, 0] and told["stiff"]["inside"][2:] == [1500, 900]


def test_I1_a_first_dialog_stands_in_the_middle_of_its_parent_and_on_its_screen(start: Start) -> None:
    with start(LEFT) as program:
        program.do(opened("main", least=(100, 80)))
        program.do(("move", {"name": "main", "at": (-1266, -170, 500, 400)}))
        told = program.do(opened("ask", size=(300, 200), over="main", modal=True), opened("wide", over="main"))
        x, y, width, height = told["ask"]["frame"]
        main_x, main_y, main_width, main_height = told["main"]["frame"]
        assert abs((x + width / 2) - (main_x + main_width / 2)) <= 2
        assert abs((y + height / 2) - (main_y + main_height / 2)) <= 2
        left = told["screens"]["S1"]
        for name in ("ask", "wide"):
            assert wholly_on_one(told, name) and told[name]["frame"][0] + told[name]["frame"][2] <= left[0] + left[2]


def test_I1_what_an_unreadable_file_says_is_not_believed(start: Start, tmp_path: Path) -> None:
    bad = {"windows.places": {"1920x1080+0+0": {"main": {"frame": {"x": "left"}}}}}
    (tmp_path / "settings.json").write_text(json.dumps(bad))
    program = start(ONE)
    assert wholly_on_one(program.do(opened("main")), "main")
    with pytest.raises(AssertionError, match=r"windows\.places"):  # logged, and nothing else said
        program.__exit__(None, None, None)


def test_I1_all_windows_are_brought_to_the_screen_in_use(start: Start) -> None:
    """Cascaded, wholly reachable, whatever state they were in; and so does a second start whose windows nobody sees."""
    with start(SCALED) as program:
        program.do(
            opened("main", size=(1200, 800), at=(-9000, 40, 1200, 800), remembered=False),
            opened("other", at=(3900, 500, 800, 500), remembered=False),
            opened("small", at=(3000, 5000, 800, 500), remembered=False, state="maximised"),
            opened("ask", size=(300, 200), over="main", modal=True),
        )
        program.do(("move", {"name": "ask", "at": (20000, 20000, 300, 200)}))
        program.do(("show", {"name": "other", "how": "Minimized"}))
        names = ("main", "other", "small", "ask")
        told = program.do(("bring", {}), wait=120)
        here = told["screens"]["S0"]
        for name in names:
            assert not told[name]["minimised"] and wholly_on_one(told, name)
            assert told[name]["frame"][0] >= here[0] and told[name]["frame"][0] < here[0] + here[2]
        assert told["small"]["maximised"] and told["ask"]["modal"]
        corners = {tuple(told[name]["frame"][:2]) for name in names if name != "small"}
        assert len(corners) == 3, "every title can be seen"
        for at in ((here[2] - 100, 900, 800, 500), (3900, 100, 800, 500)):
            program.do(("move", {"name": "other", "at": at}))
            told = program.do(("come", {}), wait=120)
            assert wholly_on_one(told, "other")
        assert told["other"]["frame"][0] < here[0] + here[2], "asked twice, it comes to the pointer"


def test_I1_what_was_brought_here_no_window_manager_takes_away(start: Start) -> None:
    """One that is slow places it a moment later as it pleases. The agent moves it wherever they like."""
    away = ("move", {"name": "main", "at": (2100, 100, 700, 400)})
    with start(RIGHT) as program:
        program.do(("open", {"name": "main", "size": (700, 400)}))
        brought = program.do(("bring", {}), wait=120)["main"]["frame"]
        program.do(away, wait=0)
        program.until(lambda told: told["main"]["frame"] == brought, "it to be back")
        program.do(wait=1300)
        assert program.do(away, wait=300)["main"]["inside"] == [2100, 100, 700, 400], "a moment later it is the agent"
