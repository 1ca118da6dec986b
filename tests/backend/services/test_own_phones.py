from __future__ import annotations

import pytest

from agent_client.backend.services import directory, own_phones
from agent_client.backend.services.directory import PlannedEntry


@pytest.mark.parametrize(
    ("number", "own"),
    [
        ("204", True),
        ("123456", True),
        ("1234567", False),
        ("*21*", False),
        ("+31612345678", True),  # Anna's, who takes calls on her mobile phone
        ("+31301112233", True),  # the reception's
        ("+31201234567", False),
        ("", False),
    ],
)
async def test_extensions_phones_in_use_and_the_directorys_are_our_own(world, anna, number, own):
    await world.sign_in(anna, "+31612345678")
    entries = [PlannedEntry(name="Reception", number="+31301112233")]
    await world.write(lambda tx: directory.replace_all(tx, entries))
    assert await world.read(lambda tx: own_phones.is_own(tx, number)) is own


async def test_a_phone_is_ours_while_somebody_is_signed_in_with_it(world, anna):
    who = await world.sign_in(anna, "+31612345678")
    await world.sign_in(anna, "+31687654321")
    assert not await world.read(lambda tx: own_phones.is_own(tx, who.phone))
