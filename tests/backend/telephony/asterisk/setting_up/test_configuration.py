from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from agent_client.backend.telephony.asterisk.setting_up.configuration import (
    SECRET,
    BadPlan,
    Plan,
    PlannedPhone,
    Trunk,
    existing,
    modules,
    new,
)

PLAN = Plan(
    secret="the-secret",
    backend="10.0.0.5:8461",
    trunk=Trunk(host="sip.example.org", user="31201234", password="the-trunks"),
    phones=(PlannedPhone(phone="204", password="the-phones", name='Anna "the" <best>'),),
)


def sections(text: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        line = line.partition(";")[0].strip()
        if heading := re.match(r"\[([^]]+)\]", line):
            found.append((heading[1], {}))
        elif "=" in line and found:
            name, _, value = line.partition("=")
            found[-1][1][name.strip()] = value.strip()
    return found


def of_kind(text: str, kind: str) -> dict[str, dict[str, str]]:
    return {name: options for name, options in sections(text) if options.get("type") == kind}


@pytest.mark.parametrize("made", [new, existing])
def test_nothing_is_left_to_be_filled_in(made) -> None:
    for name, text in made(PLAN).items():
        assert not re.search(r"@[A-Z_]+@", text), name


@pytest.mark.parametrize("made", [new, existing])
def test_passwords_stand_in_secret_files_alone(made) -> None:
    for name, text in made(PLAN).items():
        if any(password in text for password in ("the-secret", "the-trunks", "the-phones")):
            assert name in SECRET


def test_asterisk_connects_where_the_server_listens_as_the_servers_user() -> None:
    files = new(PLAN)
    (client,) = of_kind(files["websocket_client.conf"], "websocket_client").values()
    (outbound,) = of_kind(files["ari.conf"], "outbound_websocket").values()
    (user,) = of_kind(files["ari.conf"], "user").values()
    assert client["uri"] == "ws://10.0.0.5:8461/"
    assert (client["username"], client["password"]) == (PLAN.user, user["password"]) == ("agent_client", "the-secret")
    assert outbound["apps"] == PLAN.app
    assert outbound["websocket_client_id"] in of_kind(files["websocket_client.conf"], "websocket_client")


def test_where_the_server_connects_asterisk_does_not() -> None:
    plan = replace(PLAN, backend="")
    assert not sections(new(plan)["websocket_client.conf"])
    assert list(of_kind(new(plan)["ari.conf"], "user")) == [plan.user]
    assert len(sections(new(plan)["ari.conf"])) == 2
    assert not [name for name in existing(plan) if "websocket_client" in name]


def test_the_dialplan_calls_the_application() -> None:
    for text in (new(PLAN)["extensions.conf"], existing(PLAN)["extensions_agent_client.conf"]):
        assert f"Stasis({PLAN.app},in,${{EXTEN}}" in text


def test_the_trunk_leads_to_the_dialplan_and_registers_where_it_has_a_user() -> None:
    text = new(PLAN)["pjsip.conf"]
    endpoint = of_kind(text, "endpoint")["trunk"]
    assert endpoint["context"] == "agent-client"
    assert endpoint["send_connected_line"] == "no"
    assert of_kind(text, "registration")["trunk"]["client_uri"] == "sip:31201234@sip.example.org:5060"
    known = new(replace(PLAN, trunk=Trunk(host="10.0.0.9")))["pjsip.conf"]
    assert not of_kind(known, "registration")
    assert of_kind(known, "identify")["trunk"]["match"] == "10.0.0.9"


def test_a_carrier_that_is_never_asked_is_always_dialled() -> None:
    assert "qualify_frequency = 60" in _trunk(PLAN)
    assert "qualify_frequency" not in _trunk(replace(PLAN, trunk=Trunk(host="10.0.0.9", asked_seconds=0)))


def _trunk(plan: Plan) -> str:
    """What is written of the carrier, without the phones."""
    return "".join(part for part in new(plan)["pjsip.conf"].split("\n\n") if part.lstrip().startswith("[trunk]"))


def test_a_phones_name_cannot_end_what_it_stands_in() -> None:
    assert 'callerid = "Anna the best" <204>' in new(PLAN)["pjsip.conf"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "two\nlines"},
        {"user": "a;b"},
        {"music": "/moh\n[trunk]"},
        {"phones": (PlannedPhone(phone="20]4", password="x"),)},
        {"phones": (PlannedPhone(phone="204", password="x\ny"),)},
        {"trunk": Trunk(host="a\nb")},
        {"rtp": (14_000, 10_000)},
        {"rtp": (10, 20)},
    ],
)
@pytest.mark.parametrize("made", [new, existing])
def test_what_would_break_out_of_its_line_is_refused(made, wrong) -> None:
    with pytest.raises(BadPlan):
        made(replace(PLAN, **wrong))


def test_every_module_is_loaded_once() -> None:
    loaded = re.findall(r"^load = (\S+)\.so$", new(PLAN)["modules.conf"], re.M)
    assert tuple(loaded) == modules()
    assert len(set(loaded)) == len(loaded)
