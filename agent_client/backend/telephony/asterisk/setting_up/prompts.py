"""The words of the prompts, in English: what is spoken by a machine for a beginning, and recorded by somebody later."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_client.backend.ports.prompts import Prompt

TEXTS: Mapping[Prompt, str] = MappingProxyType(
    {
        Prompt.SIGNED_IN: "You are signed in. Your calls will ring on your registered phone.",
        Prompt.QUEUES: "Number of your queues:",
        Prompt.SIGNED_OUT: "You are signed out.",
        Prompt.NOT_REGISTERED: "This phone is not registered for signing in.",
        Prompt.NUMBER_WITHHELD: "It does not show its number.",
        Prompt.BUSY_NOW: "You have a call in hand and stay signed in. Please call again when it is over.",
        Prompt.NOT_WITH_CHAT: "One of your queues brings chats, e-mails or messages. Please sign in at a computer.",
        Prompt.NOT_WITH_CAMPAIGNS: "One of your queues calls customers of a campaign. Please sign in at a computer.",
        Prompt.NO_QUEUES: "No queue is preselected for you. Please ask your administrator.",
        Prompt.NO_CONTACTS: "You are not set up to take calls. Please ask your administrator.",
        Prompt.LOCKED: "Your account is locked. Please ask your administrator.",
        Prompt.PHONE_IN_USE: "A colleague is signed in on your registered phone.",
        Prompt.PLEASE_WAIT: "All agents are still busy. Please hold the line.",
        Prompt.PLACE_IN_QUEUE: "Your place in the queue is:",
        Prompt.CALLBACK_OFFER: "If you would like us to call you back, press:",
        Prompt.CALLBACK_NOTED: "Thank you. We will call you back.",
        Prompt.SIGN_ON: "You are signing in. To confirm, press 1.",
        Prompt.CALL_FOR_YOU: "A call for you. To take it, press 1.",
    }
)


def to_be_recorded(folder: str) -> str:
    """The list for whoever records them."""
    lines = [f"{folder}/{prompt.value}.wav\n    {TEXTS[prompt]}\n" for prompt in Prompt]
    return (
        "What the centre says. Record each as a WAV file, 8 kHz, 16 bit, one channel, in the language of your callers, and put\n"
        "it where it stands here, within the folder of Asterisk's sounds in that language (/usr/share/asterisk/sounds/en, say).\n"
        "A number or key that follows is said by Asterisk's own sounds. A prompt without a file is said by those as well, as\n"
        "far as they go; without a file of its own, callback_offer is not said at all.\n\n" + "\n".join(lines)
    )
