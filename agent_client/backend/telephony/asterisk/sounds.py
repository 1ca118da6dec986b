"""Which of Asterisk's sounds says a prompt: the centre's own, else the core sounds that come nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from agent_client.backend.ports.prompts import Prompt

NEAREST: Mapping[Prompt, tuple[str, ...]] = MappingProxyType(
    {
        Prompt.SIGNED_IN: ("agent-loginok",),
        Prompt.QUEUES: ("number",),
        Prompt.SIGNED_OUT: ("agent-loggedoff",),
        Prompt.NOT_REGISTERED: ("feature-not-avail-line",),
        Prompt.NUMBER_WITHHELD: ("privacy-unident",),
        Prompt.BUSY_NOW: ("im-sorry", "please-try-call-later"),
        Prompt.NOT_WITH_CHAT: ("im-sorry", "feature-not-avail-line"),
        Prompt.NOT_WITH_CAMPAIGNS: ("im-sorry", "feature-not-avail-line"),
        Prompt.NO_QUEUES: ("im-sorry", "feature-not-avail-line"),
        Prompt.NO_CONTACTS: ("im-sorry", "feature-not-avail-line"),
        Prompt.LOCKED: ("im-sorry", "disabled"),
        Prompt.PHONE_IN_USE: ("extension", "is-in-use"),
        Prompt.PLEASE_WAIT: ("queue-periodic-announce",),
        Prompt.PLACE_IN_QUEUE: ("queue-thereare",),
        Prompt.CALLBACK_NOTED: ("queue-thankyou",),
        Prompt.SIGN_ON: ("followme/options",),
        Prompt.CALL_FOR_YOU: ("followme/options",),
    }
)
"""Of Asterisk's core sounds, which exist in several languages. None of them offers to call back: without a sound of the
centre's own that is not offered."""


NUMBER = "number_"
BEEP = "beep"


class Sounds(Struct, frozen=True):
    """What Asterisk can say in one language. ``there``: the names of the sounds it has; None: not known, all of ours are."""

    folder: str
    there: frozenset[str] | None = None

    def said(self, parts: Sequence[Prompt | int]) -> tuple[str, ...]:
        """The media to play one after the other. What has no sound is left out, with the number that belongs to it."""
        media: list[str] = []
        left_out = False
        for part in parts:
            if isinstance(part, Prompt):
                names = self.names(part)
                left_out = not names
                media += [f"sound:{name}" for name in names]
            elif not left_out:
                media.append(f"sound:{self.number(part)}" if self.has_number(part) else f"number:{part}")
        return tuple(media)

    def number(self, value: int) -> str:
        """Of the centre's own: Asterisk says numbers in few languages."""
        return f"{self.folder}/{NUMBER}{value}"

    def has_number(self, value: int) -> bool:
        return self.there is not None and self.number(value) in self.there

    def names(self, prompt: Prompt) -> tuple[str, ...]:
        """Empty: there is none for it."""
        own = f"{self.folder}/{prompt.value}"
        if self.there is None or own in self.there:
            return (own,)
        nearest = NEAREST.get(prompt, ())
        return nearest if all(name in self.there for name in nearest) else ()

    def missing(self) -> tuple[Prompt, ...]:
        """Those of the centre's own that are not there."""
        return tuple(
            prompt for prompt in Prompt if self.there is not None and f"{self.folder}/{prompt.value}" not in self.there
        )


def listed(sounds: Iterable[Mapping[str, Any]], language: str) -> frozenset[str]:
    """The names in what Asterisk lists (``GET sounds``). A sound in ``en`` also serves ``en_GB``, as Asterisk looks for it; the
    beep of any language is understood in every other."""
    languages = {language, language.partition("_")[0]}
    return frozenset(
        str(sound["id"])
        for sound in sounds
        if any(form.get("language") in languages or sound["id"] == BEEP for form in sound.get("formats", ()))
    )
