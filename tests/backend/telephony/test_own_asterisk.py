"""The Asterisk of these tests: one that dies costs the test in which it did, and no other."""

from __future__ import annotations

import os
import signal
import socket
import time

import pytest

from tests.fakes.own_asterisk import HOST, for_one_test


def test_one_that_dies_is_named_and_replaced(kept_asterisk) -> None:
    with for_one_test(kept_asterisk) as own:
        first = own.pbx.pid
    with pytest.raises(pytest.fail.Exception, match="died by SIGSEGV") as told, for_one_test(kept_asterisk) as own:
        assert own.pbx.pid == first
        os.kill(first, signal.SIGSEGV)
        while not own.ended():
            time.sleep(0.01)
    assert "\n[20" in str(told.value), "lines of its log"
    with for_one_test(kept_asterisk) as own:
        assert own.pbx.pid != first
        assert own.channels() == []


def test_one_whose_port_somebody_has_taken_is_replaced(kept_asterisk) -> None:
    with for_one_test(kept_asterisk) as own:
        taken = own.cable_port
    with socket.create_server((HOST, taken)), for_one_test(kept_asterisk) as own:
        assert own.cable_port != taken
        assert own.channels() == []
