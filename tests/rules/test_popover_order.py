"""Which request stands where: by channel, then by age; five at once, and a call that rings among them (C2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactId, ContactState, Direction, QueueId
from agent_client.rules.popover_order import MOST_SHOWN, meant, page, page_of, popover_order

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def request(number: int, channel: Channel = Channel.VOICE, seconds: int = 0) -> Contact:
    return Contact(
        id=ContactId(number),
        version=1,
        channel=channel,
        direction=Direction.INBOUND,
        state=ContactState.RINGING,
        queue=QueueId(1),
        ani="",
        dnis="",
        queued_at=NOON + timedelta(seconds=seconds),
    )


requests = st.lists(st.tuples(st.sampled_from(Channel), st.integers(0, 9)), max_size=24).map(
    lambda drawn: [request(at, channel, seconds) for at, (channel, seconds) in enumerate(drawn, 1)]
)


def test_email_social_chat_calls_and_the_oldest_of_each_on_top() -> None:
    came = [
        request(1, Channel.VOICE),
        request(2, Channel.CHAT, 5),
        request(3, Channel.CHAT, 4),
        request(4, Channel.EMAIL, 9),
        request(5, Channel.SOCIAL),
    ]
    assert [one.id for one in popover_order(came)] == [4, 5, 3, 2, 1]


def test_six_are_one_to_five_and_the_sixth() -> None:
    emails = [request(number, Channel.EMAIL, number) for number in range(1, 7)]
    first, second = page(emails), page(emails, 1)
    assert [one.id for one in first.shown] == [1, 2, 3, 4, 5]
    assert (first.first, first.last, first.total, first.pages) == (1, 5, 6, 2)
    assert [one.id for one in second.shown] == [6]
    assert (second.first, second.last) == (6, 6)


def test_a_call_is_never_hidden_by_the_emails_before_it() -> None:
    asking = popover_order([request(9), *(request(number, Channel.EMAIL, number) for number in range(1, 7))])
    first, second = page(asking), page(asking, 1)
    assert [one.id for one in first.shown] == [1, 2, 3, 4, 9]
    assert (first.first, first.last, first.total) == (1, 5, 7)
    assert [one.id for one in second.shown] == [5, 6, 9]
    assert (second.first, second.last) == (6, 7)


def test_a_key_means_the_call_else_the_one_on_top() -> None:
    emails = [request(1, Channel.EMAIL), request(2, Channel.EMAIL)]
    assert meant(emails) is emails[0]
    call = request(3)
    assert meant([*emails, call]) is call
    assert meant([]) is None


@given(requests)
def test_the_order_does_not_depend_on_how_they_came(came: list[Contact]) -> None:
    ordered = popover_order(came)
    assert ordered == popover_order(reversed(came))
    assert sorted(one.id for one in ordered) == sorted(one.id for one in came)
    for above, below in pairwise(ordered):
        if above.channel is below.channel:
            assert (above.queued_at, above.id) < (below.queued_at, below.id)


@given(requests, st.integers(-2, 9))
def test_every_request_is_on_a_page_and_every_page_shows_the_oldest_call(came: list[Contact], number: int) -> None:
    ordered = popover_order(came)
    pages = [page(ordered, at) for at in range(page(ordered).pages)]
    calls = [one for one in ordered if one.channel is Channel.VOICE]
    assert {one.id for each in pages for one in each.shown} == {one.id for one in ordered}
    for each in pages:
        assert len(each.shown) <= MOST_SHOWN
        assert list(each.shown) == [one for one in ordered if one in each.shown]
        assert not calls or calls[0] in each.shown
    if ordered:  # counted through from 1 to the total, nobody twice
        assert [each.first for each in pages] == [1, *(each.last + 1 for each in pages[:-1])]
        assert pages[-1].last == len(ordered)
    assert page(ordered, number) in pages
    for one in ordered:
        assert one in pages[page_of(ordered, one)].shown
