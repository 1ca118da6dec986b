"""The window of diagnostics in its states: all checks running, all good, faults of every kind, and the support file."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def diagnostics_scenes(seen: ModuleType) -> dict[str, Callable[[int, int], object]]:
    from agent_client.rules.findings import Check, Finding, Found, Grade
    from ui.diagnostics.window import DiagnosticsWindow

    steps = (("name", 0.003), ("connection", 0.011), ("tls", 0.024), ("answer", 0.009))
    issued = {"subject": "centre.example.com", "issuer": "DigiCert Global G2", "until": "2027-03-14T12:00:00+00:00"}
    good = {
        Check.SERVER: (Found.SERVER_ANSWERS, {"host": "centre.example.com", "ms": "9"}),
        Check.VERSIONS: (Found.VERSIONS_FIT, {"client": "0.5.0", "server": "0.5.0", "schema": "5"}),
        Check.STREAM: (Found.STREAM_LIVES, {"last": "2", "times": "0"}),
        Check.PHONE: (Found.PHONE_ANSWERED, {"phone": "204", "time": seen.ago(262).isoformat()}),
        Check.CLOCK: (Found.CLOCK_RIGHT, {"off": "0.3"}),
        Check.CERTIFICATE: (Found.CERTIFICATE_GOOD, {**issued, "days": "109"}),
        Check.PROXY: (Found.PROXY_NONE, {}),
        Check.KEYRING: (Found.KEYRING_KEEPS, {"name": "SecretService Keyring"}),
        Check.DISK: (Found.DISK_GOOD, {"free": "48200000000", "log": "1840000", "kept": "5300"}),
        Check.SEAT: (
            Found.SEAT_NAMED,
            {"seat": "TC-114", "host": "ts-1", "source": "client_name", "rule": "automatic"},
        ),
        Check.SCREENS: (Found.SCREENS_FIT, {"screens": "1920 × 1080 (100 %), 2560 × 1440 (125 %)"}),
        Check.PROGRAM: (
            Found.PROGRAM_GOOD,
            {"version": "0.4.0", "python": "3.11.7", "qt": "6.11.3", "system": "Debian 12", "memory": "141000000"},
        ),
    }
    wrong = {
        Check.SERVER: (Grade.WARNING, Found.SERVER_SLOW, {"host": "centre.example.com", "ms": "2140"}),
        Check.STREAM: (Grade.BAD, Found.STREAM_HELD_BACK_BY, {"by": "1.1 squid.corp (squid/5.7)", "seconds": "0.6"}),
        Check.PHONE: (Grade.BAD, Found.PHONE_NOT_ANSWERED, {"phone": "204"}),
        Check.CLOCK: (Grade.WARNING, Found.CLOCK_FAST, {"off": "86403", "limit": "30"}),
        Check.CERTIFICATE: (Grade.WARNING, Found.CERTIFICATE_SOON, {**issued, "days": "9"}),
        Check.PROXY: (
            Grade.GOOD,
            Found.PROXY_USED,
            {"proxy": "http://proxy.corp.example:8080", "source": "environment"},
        ),
        Check.KEYRING: (Grade.WARNING, Found.KEYRING_LOCKED, {"name": "SecretService Keyring"}),
        Check.DISK: (Grade.BAD, Found.DISK_FULL, {"free": "1200000", "log": "1840000", "kept": "5300"}),
        Check.SEAT: (Grade.BAD, Found.SEAT_NONE, {"code": "console_session", "name": ""}),
    }

    def window(width: int, height: int) -> DiagnosticsWindow:
        made = DiagnosticsWindow()
        made.resize(min(width, 760), height)
        made.show_checks()
        made.show()
        return made

    def in_order(width: int, height: int) -> DiagnosticsWindow:
        made = window(width, height)
        for check, (found, words) in good.items():
            made.show_finding(check, Finding(Grade.GOOD, found, words, steps if check is Check.SERVER else ()))
        made.rows[Check.PHONE].offer(True, "")
        return made

    def faults(width: int, height: int) -> DiagnosticsWindow:
        made = in_order(width, height)
        for check, (grade, found, words) in wrong.items():
            made.show_finding(check, Finding(grade, found, words, steps if check is Check.SERVER else ()))
        return made

    def signed_out(width: int, height: int) -> DiagnosticsWindow:
        made = in_order(width, height)
        lost = {"host": "centre.exmaple.com", "port": "443"}
        made.show_finding(Check.SERVER, Finding(Grade.BAD, Found.SERVER_NO_NAME, lost))
        for check in (Check.VERSIONS, Check.STREAM, Check.CLOCK, Check.CERTIFICATE):
            made.show_finding(check, Finding(Grade.UNKNOWN, Found.NOT_KNOWN))
        made.show_finding(Check.PHONE, Finding(Grade.UNKNOWN, Found.PHONE_SIGNED_OUT))
        made.rows[Check.PHONE].offer(False, "")
        made.show_running(Check.KEYRING)
        return made

    def support(width: int, height: int) -> DiagnosticsWindow:
        made = in_order(width, height)
        lines = [
            "Agent Client, support file of 2026-11-24 14:06:22 UTC",
            "",
            "== Checks ==",
            "[Good] Server: centre.example.com answers in 9 ms. (Name 3 ms · Connection 11 ms · Answer 9 ms) [server_answers]",
            "[Warning] Clock: This computer's clock is 4 min fast, 30 s is allowed: tell IT. [clock_fast]",
            "",
            "== Log ==",
            *(
                f"2026-11-24T14:0{at % 6}:11.204Z INFO    agent_client.client.session  The link is down: silent for 7.3 s"
                for at in range(40)
            ),
        ]
        made.show_preview("\n".join(lines))
        made.preview.search.setText("link is down")
        return made

    return {
        "diagnostics_running": window,
        "diagnostics_good": in_order,
        "diagnostics_faults": faults,
        "diagnostics_signed_out": signed_out,
        "diagnostics_support": support,
    }
