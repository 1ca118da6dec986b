"""Noise taken out of agents' voices, where Asterisk has the module for it (D12)."""

from __future__ import annotations

from .ari import Ari, AriLost, AriRefused
from .lines import ChannelId
from .wire import Wire

MODULE = "func_speex.so"


class Noise:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.possible = False
        self.removed = False
        self._was = False

    async def find_out(self, ari: Ari) -> None:
        """Whether it can be done."""
        try:
            module = await ari.get(f"asterisk/modules/{MODULE}")
        except (AriRefused, AriLost):
            self.possible = False
        else:
            self.possible = module.get("status") == "Running"

    def of(self, channel: ChannelId, *, kept: bool) -> None:
        """An agent begins to talk there; a line that is kept may still be as it was in the conversation before."""
        if self.possible and self.removed:
            self._was = True
            self._wire.name(channel, {"DENOISE(rx)": "on"})
        elif kept and self._was:
            self._wire.name(channel, {"DENOISE(rx)": "off"})
