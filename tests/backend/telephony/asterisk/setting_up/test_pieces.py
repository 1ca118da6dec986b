"""The pieces for an Asterisk that is there, taken in by a real one that knew nothing of the centre."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from agent_client.backend.softphone import Phone
from agent_client.backend.telephony.asterisk.accounts import Accounts
from agent_client.backend.telephony.asterisk.ari import AriHttp
from agent_client.backend.telephony.asterisk.running import Throwaway, fetched, free_port, kept_folder, rtp_ports
from agent_client.backend.telephony.asterisk.setting_up.configuration import (
    Plan,
    PlannedPhone,
    Trunk,
    existing,
    modules,
)
from agent_client.backend.telephony.asterisk.setting_up.findings import Verdict, findings
from agent_client.backend.telephony.asterisk.setting_up.looking import look
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from tests.fakes.own_asterisk import HOST, OUTSIDE, OwnAsterisk

SECRET = "of-the-rest-interface"
INCLUDES = ("ari", "websocket_client", "extensions", "sorcery")


@pytest.fixture
def theirs(asterisk: OwnAsterisk) -> Iterator[tuple[Throwaway, Plan]]:
    """Its own files first, as somebody else wrote them; ``asterisk``: only where one can be had at all."""
    plan = Plan(
        secret=SECRET,
        user="their_user",
        app="their_app",
        backend=f"{HOST}:{free_port(HOST)}",
        http=(HOST, free_port(HOST)),
        sip=f"{HOST}:{free_port(HOST, socket.SOCK_DGRAM)}",
        media=HOST,
        rtp=rtp_ports(),
        trunk=Trunk(host=OUTSIDE, port=free_port(OUTSIDE, socket.SOCK_DGRAM)),
        phones=(PlannedPhone(phone="204", password="of-the-phone"),),
    )
    pbx = Throwaway(fetched(kept_folder()), plan)
    etc = pbx.folder / "etc"
    for name, text in existing(plan).items():
        (etc / name).write_text(text)
    (etc / "ari.conf").write_text(
        "[general]\nenabled = yes\nchannelvars = theirs,cc_call,cc_leg\n[other]\ntype = user\npassword = x\n"
    )
    (etc / "websocket_client.conf").write_text("")
    (etc / "extensions.conf").write_text("[from-pstn]\nexten => _X.,1,Goto(agent-client,${EXTEN},1)\n")
    (etc / "sorcery.conf").write_text("[res_pjsip]\n")
    for name in INCLUDES:
        with (etc / f"{name}.conf").open("a") as file:
            file.write(f"\n#include {name}_agent_client.conf\n")
    own = (etc / "pjsip.conf").read_text().partition("; Agents' phones.")[0]
    trunk = own.replace("context = agent-client", "context = from-pstn")
    (etc / "pjsip.conf").write_text(f"{trunk}\n#include pjsip_agent_client.conf\n")
    pbx.start()
    yield pbx, plan
    pbx.stop()


async def test_the_pieces_are_all_that_an_asterisk_lacks(theirs) -> None:
    _pbx, plan = theirs
    settings = AsteriskSettings(
        url=f"http://{HOST}:{plan.http[1]}", user=plan.user, password=SECRET, app=plan.app, listen=plan.backend
    )
    phone = Phone("204", "of-the-phone", (HOST, int(plan.sip.rpartition(":")[2])))
    await phone.open(HOST)
    await phone.register()
    facts = await look(settings, ["0800100200"])
    wrong = [one.text for one in findings(facts, settings, modules()) if one.verdict is Verdict.WRONG]
    assert facts.reached == {"0800100200@from-pstn": True}
    assert [one.name for one in facts.phones if one.online] == ["204"]
    assert [text for text in wrong if "carrier" not in text] == []  # nobody is at the other end of this trunk
    http = AriHttp(settings)
    await Accounts(http, settings).set("205", "Bram", "of-another")
    assert [one.phone for one in await Accounts(http, settings).all()] == ["204", "205"]
    await http.close()
    await asyncio.gather(phone.close())
