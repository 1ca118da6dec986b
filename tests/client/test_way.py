from __future__ import annotations

import pytest

from agent_client.client import way
from agent_client.client.way import Way, own_address

PEER = ("192.0.2.1", 443)


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", "127.0.0.1"), ("::1", "::1")])
def test_to_this_computer_itself(host, own):
    assert own_address((host, 9)) in (own, "")  # where there is no IPv6


def test_nowhere_is_no_way():
    assert own_address(("no address at all", 9)) == ""


def test_another_address_is_another_network(monkeypatch):
    own = iter(["10.0.0.7", "10.0.0.7", "", "10.0.0.7", "", "192.168.1.4", "192.168.1.4"])
    monkeypatch.setattr(way, "own_address", lambda peer: next(own))
    looked = Way()
    assert [looked.changed(PEER) for _ in range(7)] == [False, False, False, False, False, True, False]


def test_not_connected_yet():
    assert not Way().changed(None)
