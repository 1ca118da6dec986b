"""What Asterisk can say, as it was last found out."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from agent_client.backend.ports.prompts import Prompt

from .ari import Ari, AriLost, AriRefused
from .settings import AsteriskSettings
from .sounds import Sounds, listed

log = logging.getLogger(__name__)


class Voice:
    def __init__(self, settings: AsteriskSettings) -> None:
        self._settings = settings
        self._sounds = Sounds(settings.sounds)

    def media(self, parts: Sequence[Prompt | int]) -> tuple[str, ...]:
        return self._sounds.said(parts)

    async def find_out(self, ari: Ari) -> None:
        try:
            found = await ari.get("sounds")
        except (AriLost, AriRefused) as error:
            log.warning("it is not known which sounds Asterisk has: %s", error)
            return
        self._sounds = Sounds(self._settings.sounds, listed(found, self._settings.sounds_language))
