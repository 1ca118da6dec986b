"""The sound of a call, as it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent_client.protocol import paths
from agent_client.protocol.names import InteractionId

from .wire import Wire


class Recordings(Wire):
    def recording(self, call: InteractionId, start: int = 0) -> AsyncIterator[bytes]:
        """A WAV file; from its byte ``start`` on, after an answer that broke off there."""
        headers = {"Range": f"bytes={start}-"} if start else None
        return self.pieces(paths.RECORDING.format(interaction=call), headers=headers)
