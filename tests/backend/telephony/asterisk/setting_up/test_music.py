from __future__ import annotations

import io
import wave
from array import array

from agent_client.backend.telephony.asterisk.setting_up.music import waiting


def samples() -> array[int]:
    with wave.open(io.BytesIO(waiting())) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8_000, 2, 1)
        return array("h", file.readframes(file.getnframes()))


def test_it_is_heard_and_never_too_loud() -> None:
    loudest = max(abs(sample) for sample in samples())
    assert 2_000 < loudest < 12_000


def test_its_end_joins_its_beginning_without_a_click() -> None:
    sound = samples()
    assert max(map(abs, (*sound[:8], *sound[-800:]))) < 200
