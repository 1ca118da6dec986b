"""Windows whose screens change while the program runs, and those that are asked to come (I1). Without a second process:
what Qt itself can pretend of other screens is in test_placement_screens.py, what a real display does in test_placement_x11.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from agent_client.workstation.geometry import Margins, Place, Rect, Screen, arrangement_key
from agent_client.workstation.settings import PLACES, Settings
from ui import frames
from ui import placement as ui_placement
from ui.frames import normal_frame, open_windows, rect, screens, stand
from ui.placement import BRING_KEY, Placement, is_remembered, remember


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


def _until(run: Callable[..., Any], right: Callable[[], bool]) -> None:
    """Frames are looked at again a few times after each change."""

    async def look() -> None:
        for _ in range(800):
            if right():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("not in time")

    run(look())


def _within(area: Rect, *windows: QWidget) -> Callable[[], bool]:
    return lambda: all(area.contains(rect(window.frameGeometry())) for window in windows)


def test_rescue_takes_modal_dialogs_first(qapp: QApplication) -> None:
    window, plain, modal = QWidget(), QDialog(), QDialog()
    modal.setModal(True)
    popup = QWidget(None, Qt.WindowType.Popup)
    for widget in (window, plain, modal, popup):
        widget.show()
    assert open_windows() == [modal, plain, window]
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
    placement._screens = [*before, Screen("gone", Rect(5000, 0, 1000, 800), Rect(5000, 0, 1000, 800))]
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
    assert available.contains(rect(window.frameGeometry()))
    assert full.isMaximized()
    assert available.contains(rect(full.geometry()))
    for widget in (window, full):
        widget.close()


@pytest.fixture
def change(placement: Placement, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``change(screens)``: as if these were the screens from now on. The first has the size of the real one."""

    def to(now: list[Screen]) -> None:
        for module in (frames, ui_placement):
            monkeypatch.setattr(module, "screens", lambda: now)
        placement.rescue()

    return to


BESIDE = Rect(800, 0, 1024, 768)


def two() -> list[Screen]:
    return [*screens(), Screen("beside", BESIDE, BESIDE)]


def test_I1_a_window_goes_back_to_its_place_when_the_arrangement_returns(
    placement: Placement, settings: Settings, run: Callable[..., Any], change: Callable[..., None]
) -> None:
    """Docked, undocked, docked again; minimised meanwhile, it goes there when it is restored; closed, when it opens."""
    one, docked = screens(), two()
    change(docked)
    windows = {name: QWidget() for name in ("main", "small", "hidden")}
    for name, window in windows.items():
        window.resize(300, 200)
        placement.remember(window, name)
        window.show()
    _wait(run, 0.3)
    for window in windows.values():
        window.setGeometry(1000, 300, 400, 300)
    was = rect(windows["main"].frameGeometry())
    placement.save()
    windows["small"].showMinimized()
    windows["hidden"].hide()
    change(one)
    assert one[0].available.contains(rect(windows["main"].frameGeometry()))
    windows["small"].showNormal()
    windows["hidden"].show()
    _until(run, _within(one[0].available, *windows.values()))
    windows["small"].showMinimized()
    windows["hidden"].hide()
    change(docked)
    assert rect(windows["main"].frameGeometry()) == was
    assert settings.get(PLACES)[arrangement_key(docked)]["main"].screen == "beside"
    windows["small"].showNormal()
    windows["hidden"].show()
    _until(run, lambda: [rect(window.frameGeometry()) for window in windows.values()] == [was] * 3)
    for window in windows.values():
        window.close()


def test_I1_a_resolution_that_shrinks_and_a_moment_without_screens(
    placement: Placement, run: Callable[..., Any], change: Callable[..., None]
) -> None:
    window, ask = QWidget(), QDialog()
    for widget, name in ((window, "main"), (ask, "ask")):
        widget.resize(300, 200)
        placement.remember(widget, name)
        widget.show()
        widget.setGeometry(450, 350, 300, 200)
    _wait(run, 0.3)
    where = rect(window.frameGeometry())
    change([])
    opened = QDialog()
    opened.resize(200, 100)
    placement.remember(opened, "opened meanwhile")
    opened.show()
    _wait(run, 0.02)
    placement.save()
    assert rect(window.frameGeometry()) == where
    small = Rect(0, 0, 640, 400)
    change([Screen("small", small, Rect(60, 24, 580, 376))])
    _until(run, _within(Rect(60, 24, 580, 376), window, ask, opened))
    for widget in (window, ask, opened):
        widget.close()


def test_I1_what_the_system_moves_while_screens_change_is_not_kept(
    placement: Placement, settings: Settings, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the new screens are known to us: it is not the agent's choice for them."""
    window = QWidget()
    placement.remember(window, "main")
    window.show()
    _wait(run, 0.3)
    placement.save()
    now = two()
    for module in (frames, ui_placement):
        monkeypatch.setattr(module, "screens", lambda: now)
    window.setGeometry(10, 10, 90, 90)
    placement.save()
    assert arrangement_key(now) not in settings.get(PLACES)
    window.close()


def test_I1_a_maximised_window_of_a_screen_that_went_is_right_when_it_is_normal_again(
    placement: Placement, run: Callable[..., Any], change: Callable[..., None]
) -> None:
    one = screens()
    change(two())
    window, full = QWidget(), QWidget()
    for widget, name in ((window, "main"), (full, "full")):
        widget.resize(500, 300)
        placement.remember(widget, name)
        widget.show()
    _wait(run, 0.3)
    for widget in (window, full):
        widget.setGeometry(1100, 200, 500, 300)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    full.setWindowState(Qt.WindowState.WindowFullScreen)
    for widget in (window, full):
        widget.setGeometry(*(BESIDE.x, BESIDE.y, BESIDE.width, BESIDE.height))
    _wait(run, 0.02)
    change(one)
    _wait(run, 0.02)
    assert window.isMaximized() and full.isFullScreen()
    for widget in (window, full):
        assert one[0].geometry.contains(rect(widget.geometry()))
        assert one[0].available.contains(normal_frame(widget))
        widget.showNormal()
    _until(run, _within(one[0].available, window, full))
    for widget in (window, full):
        widget.close()


def test_I1_a_window_that_grows_of_itself_stays_on_the_screen(placement: Placement, run: Callable[..., Any]) -> None:
    window = QWidget()
    window.resize(300, 200)
    placement.remember(window, "main")
    window.show()
    _wait(run, 0.3)
    window.setGeometry(400, 380, 300, 200)
    _wait(run, 0.02)
    window.resize(300, 350)
    _until(run, _within(screens()[0].available, window))
    window.close()


def test_I1_the_key_brings_all_windows_from_whichever_has_the_keyboard(
    placement: Placement, run: Callable[..., Any], qapp: QApplication
) -> None:
    """A modal dialog keeps the others from hearing keys: it has the key itself."""
    main, ask = QWidget(), QDialog()
    moved: list[None] = []
    placement.rearranged.connect(lambda: moved.append(None))
    for window, name in ((main, "main"), (ask, "ask")):
        window.resize(300, 200)
        placement.remember(window, name)
        assert is_remembered(window)
    main.show()
    ask.open()
    _wait(run, 0.3)
    main.setGeometry(5000, 100, 300, 200)
    ask.setGeometry(-3000, 100, 300, 200)
    ask.activateWindow()
    _wait(run, 0.02)
    QTest.keySequence(ask, BRING_KEY)
    for window in (main, ask):
        assert screens()[0].available.contains(rect(window.frameGeometry()))
        window.close()
    assert moved == [None]


def test_I1_what_knows_no_desk_is_remembered_by_the_programs_placement(qapp: QApplication, settings: Settings) -> None:
    dialog = QDialog()
    remember(dialog, "ask")
    assert not is_remembered(dialog), "there is no program"
    made = Placement(settings, qapp)
    remember(dialog, "ask")
    assert is_remembered(dialog)
    made.setParent(None)
    made.deleteLater()


def test_I1_a_dialog_whose_parent_is_off_the_screens_or_minimised_opens_on_one(
    placement: Placement, run: Callable[..., Any]
) -> None:
    main = QWidget()
    main.setGeometry(-9000, 200, 300, 200)
    main.show()
    for how in (main.showNormal, main.showMinimized):
        how()
        ask = QDialog(main)
        ask.resize(200, 150)
        placement.remember(ask, "ask")
        ask.open()
        _until(run, _within(screens()[0].available, ask))
        ask.close()
    main.close()


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


def test_I1_where_windows_cannot_be_placed_only_their_size_is_kept(
    placement: Placement, settings: Settings, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under Wayland every window says that it stands at 0, 0."""
    monkeypatch.setattr(ui_placement, "places_windows", lambda: False)
    window = QWidget()
    placement.remember(window, "main")
    window.show()
    _wait(run, 0.3)
    window.setGeometry(-2000, 300, 400, 350)
    placement.rescue()
    placement.bring_all()
    placement.come_forward()
    _wait(run, 0.3)
    assert window.x() < 0 and (window.width(), window.height()) == (400, 350)
    window.close()
    assert settings.get(PLACES)[arrangement_key(screens())]["main"].frame.height >= 350


def test_I1_what_the_system_shows_in_our_place_is_left_to_it(
    placement: Placement, settings: Settings, run: Callable[..., Any], qapp: QApplication
) -> None:
    """As Windows does to choose a file."""
    dialog = QDialog()
    placement.remember(dialog, "file")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    dialog.setGeometry(-5000, 0, 300, 200)
    dialog.show()
    _wait(run, 0.02)
    assert open_windows() == []
    placement.bring_all()
    assert dialog.x() < 0
    dialog.close()
    assert settings.get(PLACES) == {}
