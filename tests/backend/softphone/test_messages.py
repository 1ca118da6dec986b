from __future__ import annotations

import pytest

from agent_client.backend.softphone.messages import (
    BadMessage,
    Request,
    Response,
    datagram,
    name_of,
    named,
    parameter,
    parse,
    response,
    uri_of,
    user_of,
)

INVITE = (
    b"INVITE sip:204@127.0.0.1:5070 SIP/2.0\r\nv: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKa\r\n"
    b'f: "Anna \\"A\\" Visser" <sip:+31201234567@127.0.0.1>;tag=x\r\nTo: <sip:204@127.0.0.1>\r\ni: one@here\r\n'
    b"CSeq: 7 INVITE\r\nSubject: \xf0\x9f\x93\x9e: hello\r\nContent-Length: 4\r\n\r\nv=0\n"
)


def test_a_request_is_read_with_short_names_of_headers() -> None:
    invite = parse(INVITE)
    assert isinstance(invite, Request)
    assert (invite.method, invite.uri, invite.call_id, invite.cseq) == (
        "INVITE",
        "sip:204@127.0.0.1:5070",
        "one@here",
        7,
    )
    assert (invite.branch, invite.cseq_method, invite.body) == ("z9hG4bKa", "INVITE", "v=0\n")
    assert invite.get("Subject") == "📞: hello"


def test_what_is_written_is_read_alike() -> None:
    invite = parse(INVITE)
    answer = response(invite, 200, "OK", tag="y", more=[("Contact", "<sip:204@127.0.0.1>")], body="v=0\r\n")
    read = parse(datagram(answer))
    assert isinstance(read, Response)
    assert (read.status, read.reason, read.body, read.call_id) == (200, "OK", "v=0\r\n", "one@here")
    assert parameter(read.get("To"), "tag") == "y"
    assert read.get("Via") == invite.get("Via")


@pytest.mark.parametrize(
    "rubbish", [b"\x00\x01", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"INVITE\r\nVia: x\r\n\r\n", b""]
)
def test_what_is_no_message_is_refused(rubbish) -> None:
    with pytest.raises(BadMessage):
        parse(rubbish)


def test_who_stands_in_an_address() -> None:
    caller = '"Anna \\"A\\" Visser" <sip:+31201234567@127.0.0.1;user=phone>;tag=x'
    assert (name_of(caller), user_of(caller), parameter(caller, "tag")) == ('Anna "A" Visser', "+31201234567", "x")
    assert uri_of("sip:204@host;tag=y") == "sip:204@host"
    assert name_of(named('He said "no" \\', "sip:a@b")) == 'He said "no" \\'
    assert named("", "sip:a@b") == "<sip:a@b>"
