"""What each tab says when it has nothing, and what is carried from one tab to the next."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.client.store.state import EMPTY
from agent_client.protocol.centre import Directory
from ui.models import target_offer
from ui.models.target_offer import Offer, Tab


def test_a_number_typed_in_a_list_is_a_number_in_its_tab() -> None:
    there = target_offer.with_tab(Offer(words="030 1234567"), Tab.NUMBER)
    assert target_offer.typed(there) == "030 1234567"
    assert target_offer.typed(target_offer.with_tab(Offer(words="bram"), Tab.NUMBER)) == ""
    kept = target_offer.with_tab(Offer(words="bram", number="204"), Tab.NUMBER)
    assert target_offer.typed(kept) == "204"
    assert target_offer.typed(target_offer.with_tab(kept, Tab.QUEUES)) == "bram"
    assert target_offer.with_typed(kept, "205").number == "205"


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        (Offer(), "No other agent"),
        (Offer(words="zzz"), "Nothing found"),
        (Offer(tab=Tab.QUEUES), "no queue"),
        (Offer(tab=Tab.DIRECTORY), "Searching"),
        (Offer(tab=Tab.DIRECTORY, directory=Directory(())), "empty"),
        (Offer(tab=Tab.DIRECTORY, directory=Directory(()), words="zzz"), "Nothing found"),
        (Offer(tab=Tab.DIRECTORY, failed="The server failed."), "The server failed."),
    ],
)
def test_an_empty_list_says_why(offer: Offer, words: str) -> None:
    assert target_offer.rows(offer, EMPTY, ()) == []
    assert words in target_offer.nothing(offer)


def test_more_to_find_is_said() -> None:
    offer = Offer(tab=Tab.DIRECTORY, directory=Directory((), more=True))
    assert "more" in target_offer.about(offer, EMPTY)
    assert target_offer.about(replace(offer, directory=Directory(())), EMPTY) == ""
