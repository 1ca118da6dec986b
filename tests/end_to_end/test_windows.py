"""Every window of the real program remembers its place, and none is ever out of reach (I1)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.workstation.geometry import Place, Rect, Screen, arrangement_key, reachable
from agent_client.workstation.settings import PLACES
from ui import frames
from ui import placement as ui_placement
from ui.dialogs.sign_in import SignInWindow
from ui.frames import has_own_corner, open_windows, rect, screens
from ui.main_window.window import MainWindow
from ui.placement import BRING_KEY, is_remembered

OPENING = ("shortcuts", "about", "password", "customers", "administration", "supervising", "diagnostics", "export_list")
"""The actions that open a window."""
LOW = 543
"""What a laptop of 768 lines leaves a window at 125 %, less its task bar and the title."""
FAR = Rect(9000, -4000, 700, 500)


def shown(app):
    return [window for window in open_windows() if not has_own_corner(window)]


def wholly_there(window):
    return reachable(rect(window.frameGeometry()), frames.screens())


async def opened(agent, name):
    """The window that an action of the main window brings."""
    before, action = shown(agent.desk.app), agent.window.actions_[name]
    await agent.until(action.isEnabled, f"{name} to be possible")
    action.trigger()

    def new():
        return next((window for window in shown(agent.desk.app) if window not in before), None)

    return await agent.until(new, f"the window of {name}")


@pytest.fixture
async def chief(sit_down, team):
    """An administrator, whose settings come from a day with other screens: everything far off."""
    chief = sit_down(team.chief)
    away = {name: Place(FAR) for name in ("main", "sign_in", "customers", "administration", "keys", "about", "file")}
    chief.desk.settings.set(PLACES, {arrangement_key(screens()): away})
    yield chief
    for window in shown(chief.desk.app):
        if window is not chief.window:
            window.close()


async def test_I1_every_window_is_remembered_and_opens_wholly_on_a_screen(chief):
    form = await chief.new_window(SignInWindow)
    await chief.until(lambda: wholly_there(form) and is_remembered(form), "the sign-in window")
    await chief.enter(form)
    chief.window = main = await chief.new_window(MainWindow)
    await chief.until(lambda: wholly_there(main) and is_remembered(main), "the main window")
    for name in OPENING:
        window = await opened(chief, name)
        assert is_remembered(window), name
        assert frames.least(window).height <= LOW, f"{name} does not fit a small laptop"
        await chief.until(lambda window=window: wholly_there(window), f"{name} on the screen")
    windows = shown(chief.desk.app)
    assert len(windows) == 1 + len(OPENING)

    for window in windows:
        window.setGeometry(FAR.x, FAR.y, FAR.width, FAR.height)
    asks = next(window for window in windows if window.isModal())
    asks.activateWindow()
    QTest.keySequence(asks, BRING_KEY)
    for window in windows:
        await chief.until(lambda window=window: wholly_there(window), f"{window.windowTitle()} to come")


async def test_I1_a_monitor_that_goes_takes_no_window_with_it(chief, monkeypatch):
    """Nor the dialog without which nothing else can be pressed."""
    one = screens()
    beside = Rect(one[0].geometry.right, 0, 1920, 1080)
    two = [*one, Screen("beside", beside, beside)]

    def only(now):
        for module in (frames, ui_placement):
            monkeypatch.setattr(module, "screens", lambda: now)
        chief.desk.placement.rescue()

    only(two)
    await chief.sign_in()
    windows = [chief.window, await opened(chief, "customers"), await opened(chief, "about")]
    for window in windows:
        await chief.until(lambda window=window: wholly_there(window), "a place on one of both")
        window.setGeometry(beside.x + 60, 80, max(window.minimumWidth(), 400), max(window.minimumHeight(), 300))
    windows[1].setWindowState(Qt.WindowState.WindowMaximized)
    windows[1].setGeometry(beside.x, 0, beside.width, beside.height)
    only(one)
    for window in windows:
        await chief.until(lambda window=window: wholly_there(window), f"{window.windowTitle()} on what is left")
    assert windows[1].isMaximized() and windows[2].isModal()
    windows[1].showNormal()
    await chief.until(lambda: wholly_there(windows[1]), "the maximised one, when it is normal again")
