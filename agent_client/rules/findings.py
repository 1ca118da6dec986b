"""What a check of this computer, or of its way to the server, found: how grave it is, and a code that the windows word."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Grade(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"
    """It could not be found out, or nobody has asked for it yet."""


class Check(StrEnum):
    SERVER = "server"
    VERSIONS = "versions"
    STREAM = "stream"
    PHONE = "phone"
    CLOCK = "clock"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    KEYRING = "keyring"
    DISK = "disk"
    SEAT = "seat"
    SCREENS = "screens"
    PROGRAM = "program"


class Found(StrEnum):
    """In each comment: what its sentence needs."""

    SERVER_ANSWERS = "server_answers"  # host, ms
    SERVER_SLOW = "server_slow"  # host, ms
    SERVER_NOT_CHOSEN = "server_not_chosen"
    SERVER_BAD_ADDRESS = "server_bad_address"
    SERVER_NO_NAME = "server_no_name"  # host
    SERVER_REFUSES = "server_refuses"  # host, port
    SERVER_SILENT = "server_silent"  # host, port
    SERVER_NO_TLS = "server_no_tls"  # host
    SERVER_NOT_TRUSTED = "server_not_trusted"  # host
    SERVER_BEHIND_PROXY = "server_behind_proxy"  # host
    SERVER_NOT_OURS = "server_not_ours"  # host
    SERVER_FAILS = "server_fails"  # host, status
    SERVER_BROKEN = "server_broken"  # host
    NOT_KNOWN = "not_known"
    """It cannot be known while the server does not answer."""
    VERSIONS_FIT = "versions_fit"  # client, server, schema
    VERSIONS_SERVER_OLD = "versions_server_old"  # server, needs
    VERSIONS_CLIENT_OLD = "versions_client_old"  # client, needs
    STREAM_FLOWS = "stream_flows"
    STREAM_LIVES = "stream_lives"  # last (seconds ago), times (reconnects)
    STREAM_DOWN = "stream_down"  # times
    STREAM_HELD_BACK = "stream_held_back"  # seconds
    STREAM_HELD_BACK_BY = "stream_held_back_by"  # by, seconds
    STREAM_CUT = "stream_cut"
    STREAM_NOT_TRIED = "stream_not_tried"
    """This server offers no trial."""
    PHONE_SIGNED_OUT = "phone_signed_out"
    PHONE_NOT_TRIED = "phone_not_tried"  # phone
    PHONE_BUSY = "phone_busy"  # phone
    PHONE_RINGS = "phone_rings"  # phone
    PHONE_ANSWERED = "phone_answered"  # phone, time
    PHONE_NOT_ANSWERED = "phone_not_answered"  # phone
    PHONE_NEVER_RANG = "phone_never_rang"  # phone
    PHONE_LOST = "phone_lost"  # phone
    PHONE_LINE_UP = "phone_line_up"  # phone, time
    PHONE_NO_PBX = "phone_no_pbx"
    PHONE_REFUSED = "phone_refused"  # said
    CLOCK_RIGHT = "clock_right"  # off (seconds)
    CLOCK_FAST = "clock_fast"  # off, limit (seconds)
    CLOCK_SLOW = "clock_slow"  # off, limit
    CERTIFICATE_GOOD = "certificate_good"  # subject, issuer, until, days
    CERTIFICATE_SOON = "certificate_soon"  # subject, issuer, until, days
    CERTIFICATE_EXPIRED = "certificate_expired"  # subject, issuer, until
    CERTIFICATE_TOO_EARLY = "certificate_too_early"  # subject, issuer, since
    CERTIFICATE_OTHER_HOST = "certificate_other_host"  # host, subject, issuer
    CERTIFICATE_STRANGER = "certificate_stranger"  # subject, issuer
    CERTIFICATE_CLOCK = "certificate_clock"  # subject, issuer
    CERTIFICATE_LOCAL = "certificate_local"
    CERTIFICATE_NONE = "certificate_none"  # host
    PROXY_NONE = "proxy_none"
    PROXY_PAST = "proxy_past"  # proxy, source
    PROXY_USED = "proxy_used"  # proxy, source
    PROXY_PASSWORD = "proxy_password"  # proxy, source
    PROXY_UNREACHABLE = "proxy_unreachable"  # proxy, source
    PROXY_REFUSES = "proxy_refuses"  # proxy, source, status
    KEYRING_KEEPS = "keyring_keeps"  # name
    KEYRING_NONE = "keyring_none"
    KEYRING_LOCKED = "keyring_locked"  # name
    KEYRING_LATE = "keyring_late"
    KEYRING_FAILS = "keyring_fails"  # name
    DISK_GOOD = "disk_good"  # free, log, kept (bytes)
    DISK_LOW = "disk_low"  # free, log, kept
    DISK_FULL = "disk_full"  # free, log, kept
    DISK_CLOSED = "disk_closed"  # folder
    SEAT_NAMED = "seat_named"  # seat, source, rule
    SEAT_NONE = "seat_none"  # code, name
    SCREENS_FIT = "screens_fit"  # screens
    SCREENS_SMALL = "screens_small"  # screens, width, height
    PROGRAM_GOOD = "program_good"  # version, python, qt, system, memory
    PROGRAM_LARGE = "program_large"  # the same
    CHECK_LATE = "check_late"
    CHECK_FAILED = "check_failed"


class Finding(Struct, frozen=True):
    """``steps``: how long what took, in seconds, in order."""

    grade: Grade
    found: Found
    params: dict[str, str] = {}
    steps: tuple[tuple[str, float], ...] = ()
