from __future__ import annotations

from random import Random

import pytest

from agent_client.backend.demo import notes


@pytest.mark.parametrize("talk", notes.TALKS)
def test_every_text_can_be_filled(talk: str) -> None:
    class Always(Random):
        def choice(self, seq):
            return talk if seq is notes.TALKS else super().choice(seq)

    text = notes.record(Always(1))
    assert text and "{" not in text and "}" not in text


def test_what_breaks_belongs_to_the_product() -> None:
    random = Random(5)
    for _ in range(500):
        text = notes.record(random)
        for product, parts in notes.PARTS.items():
            if f" of the {product} is broken" in text:
                assert any(f"The {part} of the {product} is broken" in text for part in parts)
