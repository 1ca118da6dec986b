"""Why nobody answered."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import Cause
from agent_client.backend.telephony.asterisk.causes import cause


@pytest.mark.parametrize(
    ("q850", "rang", "outside", "why"),
    [
        (17, False, False, Cause.BUSY),
        (17, True, False, Cause.DECLINED),
        (17, True, True, Cause.BUSY),
        (21, False, False, Cause.DECLINED),
        (19, True, False, Cause.NO_ANSWER),
        (19, False, False, Cause.UNREACHABLE),
        (19, False, True, Cause.NO_ANSWER),
        (1, False, True, Cause.UNREACHABLE),
        (34, True, True, Cause.UNREACHABLE),
        (0, False, False, Cause.UNREACHABLE),
    ],
)
def test_causes_told_apart(q850, rang, outside, why) -> None:
    assert cause(q850, rang=rang, outside=outside) is why
