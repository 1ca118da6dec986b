from __future__ import annotations

from agent_client.backend.ports.telephony import LegId, LegRinging
from agent_client.backend.telephony.simulator import HandTimers
from agent_client.backend.telephony.simulator.news import News

ONE, TWO = LegRinging(LegId("one")), LegRinging(LegId("two"))


def test_what_is_told_comes_later_and_in_its_order() -> None:
    timers, heard = HandTimers(), list[object]()
    news = News(timers)
    news.listener = heard.append
    news.tell(ONE)
    news.tell(TWO)
    assert heard == []
    timers.pass_()
    assert heard == [ONE, TWO]


def test_stopped_it_tells_nothing_not_even_what_waits() -> None:
    timers, heard = HandTimers(), list[object]()
    news = News(timers)
    news.listener = heard.append
    news.tell(ONE)
    news.stop()
    news.listener = heard.append
    timers.pass_()
    assert heard == []
