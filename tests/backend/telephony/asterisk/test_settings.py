from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend import programs
from agent_client.backend.telephony.asterisk.settings import (
    PASSWORD_VARIABLE,
    AsteriskSettings,
    BadAsteriskSettings,
    checked,
    host_and_port,
    national,
)

GOOD = AsteriskSettings(password="secret")


def test_what_is_given_is_taken() -> None:
    assert checked(GOOD) is GOOD


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "127.0.0.1:8088"}, "write http://HOST:8088"),
        ({"url": "http://user:hidden@127.0.0.1:8088"}, "write http://HOST:8088"),
        ({"user": "a:b"}, "without a colon"),
        ({"password": ""}, PASSWORD_VARIABLE),
        ({"trunk": "PJSIP/trunk"}, "write PJSIP/{number}@trunk"),
        ({"phone": "PJSIP/204"}, "write PJSIP/{phone}"),
        ({"listen": "8461"}, "write HOST:PORT"),
        ({"listen": "127.0.0.1:99999"}, "write HOST:PORT"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_write_instead(wrong, said) -> None:
    with pytest.raises(BadAsteriskSettings, match=said) as told:
        checked(replace(GOOD, **wrong))
    assert "hidden" not in str(told.value)


def test_the_password_is_not_shown() -> None:
    assert "secret" not in f"{GOOD} {GOOD!r}"


def test_a_program_that_the_server_runs_is_not_told_the_password() -> None:
    assert PASSWORD_VARIABLE in programs._SECRETS


@pytest.mark.parametrize(
    ("listen", "place"), [("127.0.0.1:8461", ("127.0.0.1", 8461)), ("[::1]:8461", ("::1", 8461)), ("pbx:1", ("pbx", 1))]
)
def test_a_place_to_listen_at(listen, place) -> None:
    assert host_and_port(listen) == place


@pytest.mark.parametrize("phone", ["", "204@evil", "204/205", "../204", "20 4", "x" * 65, "204,205"])
def test_nothing_but_a_name_comes_into_a_phones_address(phone) -> None:
    assert GOOD.endpoint_of_phone(phone) == ""


@pytest.mark.parametrize("number", ["", "+31@evil", "31/20", "++31", "31 20", "0" * 41, "sip:x"])
def test_nothing_but_a_number_comes_into_a_trunks_address(number) -> None:
    assert GOOD.endpoint_of_number(number) == ""


def test_addresses_are_made_by_the_patterns() -> None:
    settings = replace(GOOD, trunk="PJSIP/{number}@carrier", phone="PJSIP/agent-{phone}")
    assert settings.endpoint_of_phone("204") == "PJSIP/agent-204"
    assert settings.endpoint_of_number("+31201234567") == "PJSIP/+31201234567@carrier"
    assert replace(settings, country="NL").endpoint_of_number("+31201234567") == "PJSIP/0201234567@carrier"


@pytest.mark.parametrize(
    ("number", "country", "dialled"),
    [
        ("+31201234567", "NL", "0201234567"),
        ("+49301234567", "nl", "0049301234567"),
        ("+420724118305", "CZ", "724118305"),
        ("+31201234567", "US", "01131201234567"),
        ("1500", "NL", "1500"),
        ("*21#", "NL", "*21#"),
    ],
)
def test_a_number_as_it_is_dialled_in_the_country(number, country, dialled) -> None:
    assert national(number, country) == dialled


@pytest.mark.parametrize(
    ("pattern", "resource", "phone"),
    [
        ("PJSIP/{phone}", "204", "204"),
        ("PJSIP/agent-{phone}-desk", "agent-204-desk", "204"),
        ("PJSIP/agent-{phone}", "204", ""),
        ("PJSIP/agent-{phone}", "agent-", ""),
        ("PJSIP/{phone}", "of a/carrier", ""),
    ],
)
def test_an_endpoint_is_known_for_the_phone_that_it_is(pattern, resource, phone) -> None:
    assert replace(GOOD, phone=pattern).phone_at(resource) == phone
