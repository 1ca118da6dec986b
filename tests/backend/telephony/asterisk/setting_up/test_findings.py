from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.telephony.asterisk.setting_up.findings import (
    OPTIONAL,
    Endpoint,
    Facts,
    Verdict,
    findings,
)
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from agent_client.backend.telephony.asterisk.sounds import Sounds

NEEDED = ("res_ari", "func_speex")
SETTINGS = AsteriskSettings(password="x", listen="127.0.0.1:8461")
TRUNK = Endpoint(name="trunk", online=True, codecs="alaw", tells_connected_line=False, context="agent-client")
PHONE = Endpoint(name="204", online=True, codecs="alaw, ulaw", keepalive=2)
ALL_SOUNDS = frozenset({"beep", "digits/1"} | {f"agent_client/{prompt.value}" for prompt in Prompt})
WELL = Facts(
    version="22.10.1",
    app_registered=True,
    modules=frozenset(NEEDED),
    trunk=TRUNK,
    phones=(PHONE,),
    sounds=Sounds("agent_client", ALL_SOUNDS),
    records=True,
    reached={"+31201234567@agent-client": True},
    rtp=(10_000, 14_000),
    told_variables=frozenset({"cc_call", "cc_leg"}),
)


def found(settings: AsteriskSettings = SETTINGS, **facts: object) -> dict[Verdict, list[str]]:
    told: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for finding in findings(replace(WELL, **facts), settings, NEEDED):
        told[finding.verdict].append(finding.text)
        assert "\n" not in finding.text
    return told


def test_of_an_asterisk_that_is_well_nothing_is_wrong() -> None:
    told = found()
    assert not told[Verdict.WRONG]
    assert not told[Verdict.NOTE]
    assert "sound goes through UDP 10000 to 14000: some 1000 calls at once" in " ".join(told[Verdict.FINE])


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"version": "20.14.9"}, "too old"),
        ({"version": "22.4.1"}, "too old"),
        ({"version": "18.26.0"}, "too old"),
        ({"may_write": False}, "read_only"),
        ({"commands_by_socket": False}, "res_http_websocket"),
        ({"app_registered": False}, "not told to connect to 127.0.0.1:8461"),
        ({"modules": frozenset({"func_speex"})}, "modules are missing: res_ari;"),
        ({"told_variables": frozenset({"cc_call"})}, "channelvars = cc_call,cc_leg"),
        ({"trunk": None}, "there is no trunk"),
        ({"trunk": replace(TRUNK, online=False)}, "not reached"),
        ({"trunk": replace(TRUNK, direct_media=True)}, "direct_media = no"),
        ({"phones": (replace(PHONE, direct_media=True),)}, "204: their sound may go past"),
        ({"phones": (replace(PHONE, codecs="opus"),)}, "204: they speak neither"),
        ({"reached": {"100@from-pstn": False}}, "the dialplan has no 100@from-pstn"),
        ({"records": False}, "it cannot record"),
        ({"sounds": Sounds("agent_client", ALL_SOUNDS - {"digits/1"})}, "no numbers are said in en"),
        ({"sounds": Sounds("agent_client", ALL_SOUNDS - {"beep"})}, "the sound beep is missing"),
    ],
)
def test_what_keeps_the_centre_from_working_is_wrong(facts, says) -> None:
    (wrong,) = found(**facts)[Verdict.WRONG]
    assert says in wrong


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"version": "GIT-master-1"}, "should be 20.15"),
        ({"modules": frozenset({"res_ari"})}, OPTIONAL["func_speex"]),
        ({"told_variables": None}, "not known"),
        ({"trunk": replace(TRUNK, tells_connected_line=True)}, "send_connected_line = no"),
        ({"phones": ()}, "no phone has an account"),
        ({"phones": (replace(PHONE, online=False), PHONE)}, "1 of 2 phones are not registered: 204"),
        ({"phones": (replace(PHONE, keepalive=0),)}, "rtp_keepalive = 2"),
        ({"reached": {"100@from-pstn": None}}, "whether the dialplan has 100@from-pstn is not known"),
        ({"rtp": None}, "see rtp.conf"),
        ({"sounds": Sounds("agent_client", ALL_SOUNDS - {"agent_client/callback_offer"})}, "1 prompts have no sound"),
    ],
)
def test_what_it_can_do_without_is_noted(facts, says) -> None:
    told = found(**facts)
    assert says in " ".join(told[Verdict.NOTE])
    assert not told[Verdict.WRONG]


@pytest.mark.parametrize("version", ["20.15.0", "21.10.2", "22.5.0", "22.10.1+dfsg", "23.0.0", "20.19.0"])
def test_versions_that_are_new_enough(version) -> None:
    assert not found(version=version)[Verdict.WRONG]


def test_where_the_server_connects_an_application_that_is_not_there_is_only_noted() -> None:
    told = found(replace(SETTINGS, listen=""), app_registered=False)
    assert not told[Verdict.WRONG]
    assert "the server does not run" in told[Verdict.NOTE][0]


def test_of_many_phones_some_are_named() -> None:
    phones = tuple(replace(PHONE, name=str(number), online=False) for number in range(201, 221))
    (note,) = found(phones=phones)[Verdict.NOTE]
    assert note == "20 of 20 phones are not registered: 201, 202, 203, 204, 205, 206 and 14 more"
