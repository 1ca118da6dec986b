"""What is asked of Asterisk, word by word, where nothing else would notice a missing one."""

from __future__ import annotations

import pytest

from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.asterisk.ari import Reply
from agent_client.backend.telephony.asterisk.lines import ChannelId
from agent_client.backend.telephony.asterisk.wire import Wire

CHANNEL = ChannelId("a/b")


class Commands:
    """Stands for the link."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, object, dict[str, object]]] = []

    async def command(self, method: str, path: str, body: object = None, **query: object) -> Reply:
        self.sent.append((method, path, body, query))
        return Reply(200)


@pytest.fixture
async def wire():
    commands, tasks = Commands(), TaskOwner()
    replies: list[Reply] = []
    yield Wire(commands, "centre", "de", tasks), commands, replies, tasks
    await tasks.close()


async def sent(commands: Commands, tasks: TaskOwner) -> tuple[str, str, object, dict[str, object]]:
    while tasks._tasks:
        await next(iter(tasks._tasks))
    (one,) = commands.sent
    return one


async def test_sounds_are_said_in_the_language_of_the_centre(wire) -> None:
    wire, commands, replies, tasks = wire
    wire.play(CHANNEL, "says-1", ("sound:beep", "number:3"), replies.append)
    method, path, _, query = await sent(commands, tasks)
    assert (method, path) == ("POST", "channels/a%2Fb/play")
    assert query == {"media": "sound:beep,number:3", "playbackId": "says-1", "lang": "de"}
    assert replies == [Reply(200)]


@pytest.mark.parametrize(("endpoint", "asks"), [("PJSIP/204", True), ("Local/204@phones", False)])
async def test_transfer_keys_ask_the_centre_at_phones_that_have_them(wire, endpoint, asks) -> None:
    wire, commands, replies, tasks = wire
    wire.originate(CHANNEL, endpoint, {"cc_call": "7"}, shows="+31201234567", then=replies.append)
    _, _, body, query = await sent(commands, tasks)
    assert body["variables"]["cc_call"] == "7"
    assert ("PJSIP_TRANSFER_HANDLING()" in body["variables"]) is asks
    assert query["callerId"] == '"+31201234567" <+31201234567>'
