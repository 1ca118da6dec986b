from __future__ import annotations

import ctypes
from ctypes import wintypes

import pytest
from PySide6.QtCore import QByteArray

from ui.surroundings import POWER_BROADCAST, PowerFilter, Surroundings


@pytest.fixture
def surroundings(qapp):
    made = Surroundings()
    yield made
    made.leave()


def test_asleep_and_awake_are_told_apart(surroundings):
    heard = []
    surroundings.falls_asleep.connect(lambda: heard.append("asleep"))
    surroundings.wakes.connect(lambda: heard.append("awake"))
    surroundings.sleeps(True)
    surroundings.sleeps(False)
    assert heard == ["asleep", "awake"]


@pytest.mark.parametrize(
    ("message", "what", "told"),
    [
        (POWER_BROADCAST, 4, [True]),
        (POWER_BROADCAST, 18, [False]),
        (POWER_BROADCAST, 7, [False]),
        (POWER_BROADCAST, 10, []),
        (15, 4, []),
    ],
)
def test_windows_messages(message, what, told):
    heard = []
    sent = wintypes.MSG()
    sent.message, sent.wParam = message, what
    filtered = PowerFilter(heard.append)
    assert filtered.nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(sent)) == (False, 0)
    assert filtered.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), ctypes.addressof(sent)) == (False, 0)
    assert heard == told
