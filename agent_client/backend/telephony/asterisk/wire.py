"""The way out to Asterisk: each command by name, sent at once and in order, its answer told later to whom it concerns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

from agent_client.backend.tasks import TaskOwner

from .ari import Ari, AriLost, AriRefused, Reply
from .lines import ChannelId

RINGS_AT_MOST = 120
"""Seconds; the centre itself gives up long before."""
CALL, LEG = "cc_call", "cc_leg"
"""The variables by which a channel is known again."""

KEY_MS = 70
"""How long a key sounds, and the pause after it: while keys are sent nothing else is done there."""
TRANSFER_KEYS = {"PJSIP_TRANSFER_HANDLING()": "ari-only"}
"""A phone's transfer key asks us. Said for each channel, for Asterisk does not keep it of phones that are made at run time."""
OF_DIALOG = "CHANNEL(pjsip,call-id)"

log = logging.getLogger(__name__)


def quoted(name: str) -> str:
    """As it stands in a path."""
    return quote(name, safe="")


class Wire:
    def __init__(self, ari: Ari, app: str, language: str, tasks: TaskOwner) -> None:
        """``language``: of what is said, whatever the channel's own."""
        self._ari = ari
        self._language = language
        self._tasks = tasks
        self.app = app

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        then: Callable[[Reply], None] | None = None,
        **query: str | int | bool,
    ) -> None:
        self._tasks.start(self._sent(method, path, body, then, query), f"{method} {path}")

    async def _sent(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None,
        then: Callable[[Reply], None] | None,
        query: Mapping[str, str | int | bool],
    ) -> None:
        """What came of a command whose link was lost is read anew when the link is back."""
        try:
            reply = await self._ari.command(method, path, body, **query)
        except AriLost:
            return
        if not reply.done and reply.status != HTTPStatus.NOT_FOUND:  # gone meanwhile: its end is told
            log.info("%s %s: %s %s", method, path, reply.status, reply.body)
        if then is not None:
            then(reply)

    def once_taken_in(self, channel: ChannelId, then: Callable[[], None]) -> None:
        """``then``: as soon as Asterisk has done with what this channel's phone sent before now, unless the channel is gone."""
        self._tasks.start(self._taken_in(channel, then), "what a phone sent")

    async def _taken_in(self, channel: ChannelId, then: Callable[[], None]) -> None:
        """What is asked of its dialog is answered in turn with what comes from there."""
        try:
            await self._ari.get(f"channels/{quoted(channel)}/variable", variable=OF_DIALOG)
        except AriLost:
            return
        except AriRefused as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return
            log.warning("Asterisk does not say %s of a channel: %s", OF_DIALOG, error)
        then()

    def originate(
        self,
        channel: ChannelId,
        endpoint: str,
        names: Mapping[str, str],
        *,
        shows: str,
        then: Callable[[Reply], None],
        timeout: int = RINGS_AT_MOST,
    ) -> None:
        """``shows``: the number that is seen there."""
        self.send(
            "POST",
            "channels",
            {"variables": {**names, **(TRANSFER_KEYS if endpoint.startswith("PJSIP/") else {})}},
            then=then,
            endpoint=endpoint,
            app=self.app,
            appArgs="called",
            channelId=channel,
            timeout=timeout,
            callerId=f'"{shows}" <{shows}>' if shows else "",
        )

    def name(self, channel: ChannelId, names: Mapping[str, str]) -> None:
        self.send("POST", f"channels/{quoted(channel)}/variables", {"variables": dict(names)})

    def answer(self, channel: ChannelId) -> None:
        self.send("POST", f"channels/{quoted(channel)}/answer")

    def hang_up(self, channel: ChannelId, then: Callable[[Reply], None] | None = None) -> None:
        self.send("DELETE", f"channels/{quoted(channel)}", then=then)

    def play(self, channel: ChannelId, playback: str, media: Sequence[str], then: Callable[[Reply], None]) -> None:
        self.send(
            "POST",
            f"channels/{quoted(channel)}/play",
            then=then,
            media=",".join(media),
            playbackId=quoted(playback),
            lang=self._language,
        )

    def mute(self, channel: ChannelId, *, muted: bool) -> None:
        self.send("POST" if muted else "DELETE", f"channels/{quoted(channel)}/mute", direction="in")

    def digits(self, channel: ChannelId, digits: str) -> None:
        self.send("POST", f"channels/{quoted(channel)}/dtmf", dtmf=digits, duration=KEY_MS, between=KEY_MS)

    def snoop(
        self,
        channel: ChannelId,
        snoop: ChannelId,
        purpose: str,
        then: Callable[[Reply], None],
        spy: str = "both",
        whisper: str = "none",
    ) -> None:
        """Of a channel, ``spy``: what comes from it (in), goes to it (out), or both; ``whisper``: where it speaks."""
        self.send(
            "POST",
            f"channels/{quoted(channel)}/snoop/{quoted(snoop)}",
            then=then,
            spy=spy,
            whisper=whisper,
            app=self.app,
            appArgs=purpose,
        )
