from __future__ import annotations

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.telephony.asterisk.sounds import NEAREST, Sounds, listed

OWN = frozenset(f"centre/{prompt.value}" for prompt in Prompt)
CORE = frozenset(name for names in NEAREST.values() for name in names) | {"digits/1", "beep"}


def test_the_centres_own_sounds_are_said() -> None:
    sounds = Sounds("centre", OWN | CORE)
    assert sounds.said((Prompt.PLACE_IN_QUEUE, 3)) == ("sound:centre/place_in_queue", "number:3")
    assert sounds.missing() == ()


def test_numbers_are_the_centres_own_where_there_are_such() -> None:
    sounds = Sounds("centre", OWN | CORE | {"centre/number_3"})
    assert sounds.said((Prompt.PLACE_IN_QUEUE, 3)) == ("sound:centre/place_in_queue", "sound:centre/number_3")
    assert sounds.said((Prompt.PLACE_IN_QUEUE, 31)) == ("sound:centre/place_in_queue", "number:31")


def test_as_long_as_it_is_not_known_what_there_is_all_of_them_are() -> None:
    sounds = Sounds("centre")
    assert sounds.said((Prompt.SIGNED_IN,)) == ("sound:centre/signed_in",)
    assert sounds.missing() == ()


def test_a_missing_one_is_said_by_the_nearest_of_asterisks() -> None:
    sounds = Sounds("centre", CORE)
    assert sounds.said((Prompt.PLACE_IN_QUEUE, 3)) == ("sound:queue-thereare", "number:3")
    assert len(sounds.missing()) == len(Prompt)


def test_what_cannot_be_said_takes_its_number_along() -> None:
    sounds = Sounds("centre", CORE)
    parts = (Prompt.PLEASE_WAIT, Prompt.CALLBACK_OFFER, 1, Prompt.PLACE_IN_QUEUE, 3)
    assert sounds.said(parts) == ("sound:queue-periodic-announce", "sound:queue-thereare", "number:3")


def test_half_of_a_sentence_is_not_said() -> None:
    assert Sounds("centre", CORE - {"please-try-call-later"}).said((Prompt.BUSY_NOW,)) == ()


def test_only_sounds_of_the_language_count() -> None:
    told = [
        {"id": "beep", "formats": [{"language": "en", "format": "gsm"}]},
        {"id": "hello", "formats": [{"language": "de", "format": "gsm"}, {"language": "en", "format": "gsm"}]},
        {"id": "bare"},
    ]
    assert listed(told, "de") == {"hello", "beep"}, "a beep is understood everywhere"
    assert listed(told[1:], "fr") == set()
    assert listed(told, "en_GB") == {"beep", "hello"}
