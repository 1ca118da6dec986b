"""What an Asterisk says of the module that removes noise (D12)."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.asterisk.ari import AriLost, AriRefused, Reply
from agent_client.backend.telephony.asterisk.lines import ChannelId
from agent_client.backend.telephony.asterisk.noise import MODULE, Noise
from agent_client.backend.telephony.asterisk.wire import Wire


class Link:
    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.sent: list[object] = []

    async def get(self, path: str, **_: object) -> object:
        assert path == f"asterisk/modules/{MODULE}"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def command(self, method: str, path: str, body: object = None, **query: object) -> Reply:
        self.sent.append(body)
        return Reply(204)


@pytest.mark.parametrize(
    ("answer", "possible"),
    [
        ({"status": "Running"}, True),
        ({"status": "Not Running"}, False),
        (AriRefused(404, "Module not found"), False),
        (AriLost("gone"), False),
    ],
)
async def test_D12_it_is_found_out_and_nothing_is_asked_of_one_that_cannot(answer: object, possible: bool) -> None:
    link, tasks = Link(answer), TaskOwner()
    noise = Noise(Wire(link, "centre", "en", tasks))
    await noise.find_out(link)
    assert noise.possible is possible
    noise.removed = True
    noise.of(ChannelId("channel-1"), kept=False)
    await asyncio.sleep(0)
    await tasks.close()
    assert bool(link.sent) is possible
