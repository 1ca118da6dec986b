"""Windows on real screens: every arrangement that Qt can pretend, and one that loses a monitor for real (I1).

Each start is a process of its own, as an agent's next morning is.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from agent_client.workstation.geometry import Margins, Place, Rect, Screen, arrangement_key
from agent_client.workstation.settings import PLACES, Settings
from ui import placement as ui_placement
from ui.placement import Placement, open_windows, screens, stand

Screens = list[tuple[str, int, int, int, int]]

ONE: Screens = [("A", 0, 0, 1920, 1080)]
SMALL: Screens = [("A", 0, 0, 1280, 720)]
RIGHT: Screens = [("A", 0, 0, 1920, 1080), ("B", 1920, 0, 1920, 1080)]
LEFT: Screens = [("A", 0, 0, 1920, 1080), ("B", -1280, -200, 1280, 1024)]
ABOVE: Screens = [("A", 0, 0, 1920, 1080), ("B", 0, -1080, 1920, 1080)]

_START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow
from agent_client.workstation.settings import Settings
from ui import placement as ui_placement
from ui.placement import Placement

ui_placement.SETTLE_AFTER = (0, 20, 40)  # nothing here is as slow as a window manager
settings, orders = Path(sys.argv[1]), json.loads(sys.argv[2])
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
placement = Placement(Settings(settings), app)
main = QMainWindow()
main.resize(*orders.get("size", (900, 600)))
if "least" in orders:
    main.setMinimumSize(*orders["least"])
placement.remember(main, "main")
main.show()
dialog = QDialog(main)
dialog.resize(300, 200)

def two():
    if "move" in orders:
        x, y, width, height = orders["move"]
        edge = main.geometry().topLeft() - main.frameGeometry().topLeft()
        main.setGeometry(x + edge.x(), y + edge.y(), width, height)
    if orders.get("maximise"):
        main.showMaximized()
    if orders.get("dialog"):
        placement.remember(dialog, "ask")
        dialog.open()
    QTimer.singleShot(60, three)

def three():
    told = {}
    for name, window in (("main", main), ("dialog", dialog)):
        if window.isVisible():
            frame = window.frameGeometry().getRect()
            told[name] = {"frame": frame, "inside": window.geometry().getRect(), "maximised": window.isMaximized()}
    print(json.dumps(told))
    if not orders.get("killed"):
        placement.save()
    app.quit()

QTimer.singleShot(60, two)
app.exec()
"""


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Starts the program on some screens, lets it do what an agent does, and says where its windows were."""

    def start_it(arrangement: Screens, *, says: str = "", **orders: object) -> dict[str, Any]:
        config = tmp_path / "screens.json"
        config.write_text(
            json.dumps(
                {
                    "windowFrameMargins": True,
                    "screens": [
                        {
                            "name": name,
                            "x": x,
                            "y": y,
                            "width": width,
                            "height": height,
                            "logicalDpi": 96,
                            "logicalBaseDpi": 96,
                            "dpr": 1,
                        }
                        for name, x, y, width, height in arrangement
                    ],
                }
            )
        )
        environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
        done = subprocess.run(
            [sys.executable, "-c", _START, str(tmp_path / "settings.json"), json.dumps(orders)],
            capture_output=True,
            text=True,
            env=environment,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert says in done.stderr if says else not done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return start_it


def _within(frame: list[int], arrangement: Screens) -> bool:
    x, y, width, height = frame
    return any(a <= x and b <= y and x + width <= a + w and y + height <= b + h for _, a, b, w, h in arrangement)


def _kept(folder: Path, arrangement: Screens, frame: Rect, maximised: bool = False) -> None:
    """As an earlier run left it."""
    settings = Settings(folder / "settings.json")
    areas = [Rect(*area) for _, *area in arrangement]
    key = arrangement_key(Screen("", area, area) for area in areas)
    settings.set(PLACES, {key: {"main": Place(frame, maximised)}})
    assert settings.save()


def test_a_window_opens_where_it_was(start: Callable[..., dict[str, Any]]) -> None:
    was = start(ONE, move=[300, 200, 800, 500])["main"]
    assert was["frame"][:2] == [300, 200]
    for _ in range(2):  # nor does it drift
        assert start(ONE)["main"] == was


def test_nor_does_it_drift_left_of_the_primary_screen(start: Callable[..., dict[str, Any]]) -> None:
    was = start(LEFT, move=[-1000, -150, 700, 500])["main"]
    assert _within(was["frame"], LEFT[1:])
    assert start(LEFT)["main"] == was
    assert start(LEFT)["main"] == was


def test_a_window_across_two_screens_stays_across(start: Callable[..., dict[str, Any]]) -> None:
    was = start(RIGHT, move=[1602, 100, 800, 500])["main"]
    assert start(RIGHT)["main"] == was


@pytest.mark.parametrize(
    ("before", "where", "now"),
    [
        (RIGHT, [2500, 300, 800, 500], ONE),
        (LEFT, [-1200, -150, 800, 500], ONE),
        (ABOVE, [400, -900, 800, 500], ONE),
        (ONE, [1100, 560, 800, 500], SMALL),
        (ONE, [20, 20, 1800, 1000], SMALL),
        (ONE, [100, -60, 800, 500], ONE),
        (ONE, [1900, 1070, 800, 500], ONE),
        (RIGHT, [1602, 100, 1200, 900], SMALL),
    ],
    ids=["right gone", "left gone", "above gone", "resolution", "larger than it", "title above", "off", "across"],
)
def test_a_window_that_would_open_off_screen_opens_wholly_on_one(
    start: Callable[..., dict[str, Any]], tmp_path: Path, before: Screens, where: list[int], now: Screens
) -> None:
    _kept(tmp_path, before, Rect(*where))
    assert _within(start(now)["main"]["frame"], now)


def test_a_changed_scale_is_another_arrangement(start: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    _kept(tmp_path, [("A", 0, 0, 3840, 2160)], Rect(2800, 1500, 900, 600))
    scaled: Screens = [("A", 0, 0, 2560, 1440)]
    assert _within(start(scaled)["main"]["frame"], scaled)


def test_each_arrangement_has_its_own_place(start: Callable[..., dict[str, Any]]) -> None:
    docked = start(RIGHT, move=[2500, 300, 800, 500])["main"]
    alone = start(ONE, move=[50, 60, 700, 450])["main"]
    assert start(RIGHT)["main"] == docked
    assert start(ONE)["main"] == alone


def test_a_maximised_window_opens_maximised_on_a_screen_that_exists(start: Callable[..., dict[str, Any]]) -> None:
    told = start(RIGHT, move=[2500, 300, 800, 500], maximise=True)["main"]
    assert told["maximised"]
    on_two = start(RIGHT)["main"]
    assert on_two["maximised"] and on_two["inside"][0] >= 1920
    on_one = start(ONE)["main"]
    assert on_one["maximised"] and _within(on_one["inside"], ONE)


def test_a_first_window_and_its_dialog_stand_in_the_middle(start: Callable[..., dict[str, Any]]) -> None:
    told = start(LEFT, move=[-1270, -190, 500, 400], dialog=True)
    x, y, width, height = told["dialog"]["frame"]
    main_x, main_y, main_width, main_height = told["main"]["frame"]
    assert abs((x + width / 2) - (main_x + main_width / 2)) <= 2
    assert abs((y + height / 2) - (main_y + main_height / 2)) <= 2
    assert _within(told["dialog"]["frame"], LEFT[1:])


def test_a_dialog_larger_than_its_parent_stays_on_the_parents_screen(start: Callable[..., dict[str, Any]]) -> None:
    told = start(RIGHT, least=[120, 80], move=[1925, 5, 130, 90], dialog=True)
    assert _within(told["dialog"]["frame"], RIGHT[1:])


def test_a_window_that_cannot_shrink_keeps_its_title_on_the_screen(start: Callable[..., dict[str, Any]]) -> None:
    frame = start(SMALL, least=[1500, 900], size=[1500, 900])["main"]["frame"]
    assert frame[:2] == [0, 0] and frame[2] >= 1500


def test_what_an_unreadable_file_says_is_not_believed(start: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    bad = {"windows.places": {"1920x1080+0+0": {"main": {"frame": {"x": "left"}}}}}
    (tmp_path / "settings.json").write_text(json.dumps(bad))
    assert _within(start(ONE, says="windows.places")["main"]["frame"], ONE)


# Screens that change while the program runs


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def placement(qapp: QApplication, settings: Settings) -> Iterator[Placement]:
    made = Placement(settings, qapp)
    yield made
    made.setParent(None)
    made.deleteLater()


def _wait(run: Callable[..., Any], seconds: float) -> None:
    run(asyncio.sleep(seconds))


def test_rescue_takes_modal_dialogs_first(qapp: QApplication) -> None:
    window, plain, modal = QWidget(), QDialog(), QDialog()
    modal.setModal(True)
    popup = QWidget(None, Qt.WindowType.Popup)
    for widget in (window, plain, modal, popup):
        widget.show()
    assert open_windows(qapp) == [modal, plain, window]
    for widget in (window, plain, modal, popup):
        widget.close()


def test_rescue_leaves_a_window_that_the_agent_pushed_over_the_edge(
    placement: Placement, run: Callable[..., Any]
) -> None:
    window = QWidget()
    window.resize(300, 200)
    window.show()
    window.setGeometry(-100, 40, 300, 200)
    _wait(run, 0.02)
    pushed = window.geometry()
    assert pushed.x() < 0
    placement.rescue()
    assert window.geometry() == pushed
    window.close()


def test_rescue_brings_back_a_window_and_a_maximised_one(
    placement: Placement, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a second screen, where both stood, had just gone."""
    before = screens()
    far = ui_placement.Screen("gone", Rect(5000, 0, 1000, 800), Rect(5000, 0, 1000, 800))
    placement._screens = [*before, far]
    window, full = QWidget(), QWidget()
    for widget in (window, full):
        widget.resize(300, 200)
        widget.show()
        widget.move(5100, 100)
    _wait(run, 0.02)
    full.setWindowState(Qt.WindowState.WindowMaximized)
    full.setGeometry(5000, 0, 1000, 800)
    _wait(run, 0.02)
    placement.rescue()
    _wait(run, 0.02)
    available = before[0].available
    assert available.contains(ui_placement.rect(window.frameGeometry()))
    assert full.isMaximized()
    assert available.contains(ui_placement.rect(full.geometry()))
    for widget in (window, full):
        widget.close()


def test_a_window_goes_back_to_its_place_when_the_arrangement_returns(
    placement: Placement, settings: Settings, run: Callable[..., Any]
) -> None:
    window = QWidget()
    window.resize(300, 200)
    placement.remember(window, "main")
    window.show()
    _wait(run, 0.3)
    here = arrangement_key(screens())
    settings.set(PLACES, {here: {"main": Place(Rect(150, 120, 304, 226))}})
    placement._screens = [ui_placement.Screen("other", Rect(0, 0, 9, 9), Rect(0, 0, 9, 9))]
    placement.rescue()
    _wait(run, 0.02)
    assert ui_placement.rect(window.frameGeometry()) == Rect(150, 120, 304, 226)
    window.close()


def test_rescue_waits_while_there_is_no_screen_at_all(placement: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    known = placement._screens
    monkeypatch.setattr(ui_placement, "screens", list)
    placement.rescue()
    assert placement._screens == known


def test_a_closed_dialog_is_remembered_and_only_so_many_arrangements_are(
    placement: Placement, settings: Settings, run: Callable[..., Any]
) -> None:
    rest = {f"{n}x{n}+0+0": {"ask": Place(Rect(n, n, 9, 9))} for n in range(ui_placement.ARRANGEMENTS)}
    settings.set(PLACES, rest)
    dialog = QDialog()
    placement.remember(dialog, "ask")
    dialog.show()
    _wait(run, 0.3)
    dialog.move(77, 66)
    dialog.close()
    kept = settings.get(PLACES)
    assert len(kept) == ui_placement.ARRANGEMENTS
    assert "0x0+0+0" not in kept
    frame = kept[arrangement_key(screens())]["ask"].frame
    assert (frame.x, frame.y) == (77, 66)


def test_a_remembered_window_is_not_kept_alive(placement: Placement, run: Callable[..., Any]) -> None:
    window = QWidget()
    placement.remember(window, "main")
    window.show()
    _wait(run, 0.02)
    gone: list[bool] = []
    window.destroyed.connect(lambda: gone.append(True))
    window.close()
    window.deleteLater()
    del window
    _wait(run, 0.3)  # its timers find nobody
    assert gone == [True]
    placement.save()


def test_standing_subtracts_the_frame(qapp: QApplication) -> None:
    window = QWidget()
    stand(window, Rect(10, 20, 410, 330), Margins(5, 25, 5, 5))
    assert (window.width(), window.height()) == (400, 300)


# A monitor that goes for real

_LOST = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from agent_client.workstation.settings import Settings
from ui.placement import Placement

app = QApplication([])
app.setQuitOnLastWindowClosed(False)
placement = Placement(Settings(Path(sys.argv[1])), app)
window, full = QWidget(), QWidget()
for one in (window, full):
    one.resize(700, 500)
    one.move(2100, 300)
    one.show()
full.setWindowState(full.windowState() | full.windowState().WindowMaximized)
dialog = QDialog(window)
dialog.setModal(True)
dialog.resize(300, 200)
placement.remember(dialog, "ask")
dialog.open()

def tell():
    told = {"screens": [s.geometry().getRect() for s in app.screens()]}
    for name, one in (("window", window), ("dialog", dialog), ("full", full)):
        told[name] = one.frameGeometry().getRect()
    print(json.dumps(told), flush=True)

QTimer.singleShot(700, tell)
app.screenRemoved.connect(lambda: QTimer.singleShot(900, lambda: (tell(), app.quit())))
app.exec()
"""


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A real X server with two monitors and no window manager. Missing tools are a failure, not a reason to skip."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "2944x1080x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    name = f":{number}"
    _xrandr(name, "--setmonitor", "L", "1920/508x1080/286+0+0", "screen")
    _xrandr(name, "--setmonitor", "R", "1024/271x1080/286+1920+0", "none")
    try:
        yield name
    finally:
        server.terminate()
        server.wait(10)


def _xrandr(display: str, *orders: str) -> None:
    subprocess.run(["xrandr", "--display", display, *orders], check=True, capture_output=True, timeout=10)


@pytest.mark.skipif(sys.platform == "win32", reason="X11 is Linux's")
def test_a_monitor_that_vanishes_takes_no_window_with_it(display: str, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"}
    environment |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    with subprocess.Popen(
        [sys.executable, "-c", _LOST, str(tmp_path / "settings.json")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        try:
            assert child.stdout is not None
            before = json.loads(child.stdout.readline() or "{}")
            if before:
                _xrandr(display, "--delmonitor", "R")
            out, err = child.communicate(timeout=20)
        finally:
            child.kill()
    assert (err, child.returncode) == ("", 0)
    assert len(before["screens"]) == 2
    right: Screens = [("R", *before["screens"][1])]
    assert all(_within(before[name], right) for name in ("window", "dialog", "full"))
    after = json.loads(out)
    left: Screens = [("L", 0, 0, 1920, 1080)]
    assert after["screens"] == [[0, 0, 1920, 1080]]
    for name in ("window", "dialog", "full"):
        assert _within(after[name], left), f"{name} is at {after[name]}"
