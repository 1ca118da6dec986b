"""The switchboard: where every channel was ordered to be, and the orders that bring each to where it belongs."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from msgspec.structs import replace

from .ari import Reply
from .lines import ChannelId
from .placement import Place, Places
from .settling import ANEW, UNKNOWN, Enter, Hush, Leave, Make, Music, RingingTone, Silence, Step, after, steps
from .wire import CALL, Wire, quoted

TRIES = 3
"""So often a channel that did not go where it belongs is ordered there again."""
LEFT = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
"""Answers to an order: whoever was on the channel is gone, which is told by itself."""

log = logging.getLogger(__name__)


class Board:
    """``unsettled``: an order was refused, and whoever knows where this channel belongs should settle it again."""

    def __init__(self, wire: Wire, unsettled: Callable[[ChannelId], None]) -> None:
        self._wire = wire
        self._unsettled = unsettled
        self._seen: dict[ChannelId, Place] = {}
        self._bridges: set[str] = set()
        self._refused: Counter[ChannelId] = Counter()

    def settle(self, wished: Places) -> None:
        for step in steps(wished, self._seen, self._bridges):
            self._take(step)
            if not isinstance(step, Make):
                self._seen[step.channel] = after(self._seen.get(step.channel, ANEW), step)

    def _take(self, step: Step) -> None:
        match step:
            case Hush(_, says):
                self._wire.send("DELETE", f"playbacks/{quoted(says)}")
            case Make(bridge):
                self._bridges.add(bridge)
                body = {CALL: {"value": bridge, "report_events": True}}
                self._wire.send(
                    "POST", "bridges", body, type="mixing,dtmf_events", bridgeId=bridge, name=self._wire.app
                )
            case Leave(channel, bridge):
                self._move("removeChannel", channel, bridge)
            case Enter(channel, bridge):
                self._move("addChannel", channel, bridge)
            case Music(channel, on):
                self._wire.send("POST" if on else "DELETE", f"channels/{quoted(channel)}/moh")
            case Silence(channel, on):
                self._wire.send("POST" if on else "DELETE", f"channels/{quoted(channel)}/silence")
            case RingingTone(channel, on):
                self._wire.send("POST" if on else "DELETE", f"channels/{quoted(channel)}/ring")

    def _move(self, how: str, channel: ChannelId, bridge: str) -> None:
        then = partial(self._moved, channel, bridge)
        self._wire.send("POST", f"bridges/{quoted(bridge)}/{how}", then=then, channel=channel)

    def _moved(self, channel: ChannelId, bridge: str, reply: Reply) -> None:
        if reply.done:
            self._refused.pop(channel, None)
        elif channel in self._seen:
            if reply.status == HTTPStatus.NOT_FOUND:  # the bridge; a channel that is not there is another status
                self._bridges.discard(bridge)
            self._seen[channel] = UNKNOWN
            self._refused[channel] += 1
            if self._refused[channel] < TRIES:
                self._unsettled(channel)
            else:
                log.warning("channel %s does not go where it belongs: %s", channel, reply.body)

    def say(self, channel: ChannelId, says: str, media: Sequence[str], over: Callable[[], None]) -> None:
        """``over``: should it not even begin."""
        self._seen[channel] = replace(self._seen.get(channel, ANEW), says=says)

        def begun(reply: Reply) -> None:
            if not reply.done and reply.status not in LEFT:
                self.said(channel, says)
                over()

        self._wire.play(channel, says, media, begun)

    def hush(self, channel: ChannelId) -> None:
        """While something is played Asterisk does nothing else there, and nothing of ours anywhere until that is done."""
        seen = self._seen.get(channel)
        if seen is not None and seen.says:
            self._take(Hush(channel, seen.says))
            self._seen[channel] = replace(seen, says="")

    def said(self, channel: ChannelId, says: str) -> None:
        """It is over."""
        seen = self._seen.get(channel)
        if seen is not None and seen.says == says:
            self._seen[channel] = replace(seen, says="")

    def all_said(self, says: str) -> None:
        """To whomever."""
        for channel in [one for one, seen in self._seen.items() if seen.says == says]:
            self.said(channel, says)

    def found(self, places: Places, bridges: set[str]) -> None:
        """Whatever was known is no more: this is how it is."""
        self._seen, self._bridges = dict(places), set(bridges)
        self._refused.clear()

    def forget(self, channel: ChannelId) -> None:
        self._seen.pop(channel, None)
        self._refused.pop(channel, None)

    def hang_up(self, channel: ChannelId, missing: Callable[[], None] = lambda: None) -> None:
        """``missing``: it was not there any more."""

        def done(reply: Reply) -> None:
            if reply.status == HTTPStatus.NOT_FOUND:
                missing()

        if channel:
            self.forget(channel)
            self._wire.hang_up(channel, done)

    def close(self, bridge: str) -> None:
        if bridge in self._bridges:
            self._bridges.discard(bridge)
            self._wire.send("DELETE", f"bridges/{quoted(bridge)}")
