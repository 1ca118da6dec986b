"""The agent's words for what a check found: each a sentence, with what to do where something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from agent_client.rules.findings import Check, Finding, Found, Grade
from agent_client.workstation.seat import NoSeat, SeatRefused
from ui import wording
from ui.text import clock_time, date_text, gaps_of, grouped, marked, tr, trn

TITLES: dict[Check, str] = {
    Check.SERVER: marked("Server"),
    Check.VERSIONS: marked("Versions"),
    Check.STREAM: marked("Event stream"),
    Check.PHONE: marked("Phone"),
    Check.CLOCK: marked("Clock"),
    Check.CERTIFICATE: marked("Certificate"),
    Check.PROXY: marked("Proxy"),
    Check.KEYRING: marked("Password store"),
    Check.DISK: marked("Disk"),
    Check.SEAT: marked("Seat"),
    Check.SCREENS: marked("Screens"),
    Check.PROGRAM: marked("Program"),
}
GRADES: dict[Grade, str] = {
    Grade.GOOD: marked("Good"),
    Grade.WARNING: marked("Warning"),
    Grade.BAD: marked("Fault"),
    Grade.UNKNOWN: marked("Not known"),
}
STEPS = {
    "name": marked("Name"),
    "connection": marked("Connection"),
    "proxy": marked("Proxy"),
    "tls": marked("Encryption"),
    "answer": marked("Server's answer"),
}
SOURCES = {
    "environment": marked("the environment"),
    "system": marked("the system's settings"),
    "client_name": marked("from CLIENTNAME"),
    "chosen": marked("from the settings"),
    "computer": marked("the computer's name"),
}
RULES = {
    "automatic": marked("rule: automatic"),
    "workstation": marked("rule: workstation"),
    "terminal_server": marked("rule: terminal server"),
}
FOLDERS = {
    "config": marked("settings"),
    "state": marked("state"),
    "logs": marked("log"),
    "drafts": marked("notes"),
    "cards": marked("customer cards"),
}
_LOOK_AT_SERVER = marked("Not known while the server does not answer.")
SENTENCES: dict[Found, str] = {
    Found.SERVER_ANSWERS: marked("{host} answers in {ms} ms."),
    Found.SERVER_SLOW: marked(
        "{host} takes {ms} ms to answer: close what else uses the network, and tell IT if it stays."
    ),
    Found.SERVER_NOT_CHOSEN: marked("No server has been entered: type its address into the sign-in window."),
    Found.SERVER_BAD_ADDRESS: marked("What was entered is no server's address: write it as IT gave it to you."),
    Found.SERVER_NO_NAME: marked("There is no server named {host}: check the address, and this computer's network."),
    Found.SERVER_REFUSES: marked(
        "Nothing answers at {host}, port {port}: check the address, or ask IT if the server runs."
    ),
    Found.SERVER_SILENT: marked(
        "{host} does not answer in time: check this computer's network, then run the checks again."
    ),
    Found.SERVER_NO_TLS: marked("{host} makes no encrypted connection: tell IT."),
    Found.SERVER_NOT_TRUSTED: marked(
        "{host} shows a certificate that is not trusted: do not sign in, see “Certificate”."
    ),
    Found.SERVER_BEHIND_PROXY: marked("{host} is not reached, because the proxy lets nothing through: see “Proxy”."),
    Found.SERVER_NOT_OURS: marked("Something else than a contact centre answers at {host}: check the address."),
    Found.SERVER_FAILS: marked("{host} answers with the error {status}: tell IT."),
    Found.SERVER_BROKEN: marked(
        "The connection to {host} breaks off: check this computer's network, and tell IT if it stays."
    ),
    Found.NOT_KNOWN: _LOOK_AT_SERVER,
    Found.VERSIONS_FIT: marked("Program {client} and server {server} understand each other (protocol {schema})."),
    Found.VERSIONS_SERVER_OLD: marked(
        "The server is too old for this program (protocol {server}, needed {needs}): tell IT."
    ),
    Found.VERSIONS_CLIENT_OLD: marked(
        "This program is too old for the server (protocol {client}, needed {needs}): tell IT."
    ),
    Found.STREAM_FLOWS: marked("Events arrive as they are sent."),
    Found.STREAM_DOWN: marked("No events arrive: calls are not offered to you until the connection is back."),
    Found.STREAM_HELD_BACK: marked(
        "Something on the way holds events back for {seconds} s and more: IT must let them through."
    ),
    Found.STREAM_HELD_BACK_BY: marked(
        "{by} holds events back for {seconds} s and more: IT must let them through at once."
    ),
    Found.STREAM_CUT: marked("The stream of events is cut off on the way: tell IT that a proxy ends long answers."),
    Found.STREAM_NOT_TRIED: marked("This server offers no trial."),
    Found.PHONE_SIGNED_OUT: marked("Your phone can be tried once you are signed in."),
    Found.PHONE_NOT_TRIED: marked("Phone {phone} has not been tried: press the button, then answer it."),
    Found.PHONE_BUSY: marked("Phone {phone} can be tried in pause or idle only."),
    Found.PHONE_RINGS: marked("Phone {phone} is ringing: answer it."),
    Found.PHONE_ANSWERED: marked("Phone {phone} rang and was answered at {time}."),
    Found.PHONE_NOT_ANSWERED: marked(
        "Phone {phone} rang and was not answered: is it the right number, and do you hear it?"
    ),
    Found.PHONE_NEVER_RANG: marked("Phone {phone} never rang: is the number right, and can the phone be called?"),
    Found.PHONE_LOST: marked("The telephone system does not reach phone {phone}: switch it on, or tell IT."),
    Found.PHONE_LINE_UP: marked("The line to phone {phone} has been up since {time}: calls come by it."),
    Found.PHONE_NO_PBX: marked("The server has lost the telephone system: no phone rings until it is back."),
    Found.CLOCK_RIGHT: marked("This computer's clock agrees with the server's to within {off}."),
    Found.CLOCK_FAST: marked(
        "This computer's clock is {off} fast, {limit} is allowed: tell IT. Appointments are right even so."
    ),
    Found.CLOCK_SLOW: marked(
        "This computer's clock is {off} slow, {limit} is allowed: tell IT. Appointments are right even so."
    ),
    Found.CERTIFICATE_SOON: marked(
        "{subject}, issued by {issuer}, ends on {until}: tell IT that {days} days are left."
    ),
    Found.CERTIFICATE_EXPIRED: marked(
        "{subject}, issued by {issuer}, ended on {until}: is this computer's clock right? Do not sign in, and tell IT."
    ),
    Found.CERTIFICATE_TOO_EARLY: marked(
        "{subject}, issued by {issuer}, is valid only from {since}: is this computer's clock right? Tell IT."
    ),
    Found.CERTIFICATE_OTHER_HOST: marked(
        "The certificate is {subject}'s, not {host}'s: check the address, and tell IT."
    ),
    Found.CERTIFICATE_STRANGER: marked(
        "This computer does not know {issuer}, who issued it: do not sign in, and tell IT."
    ),
    Found.CERTIFICATE_CLOCK: marked("The certificate is in order; this computer's clock is not: tell IT to set it."),
    Found.CERTIFICATE_LOCAL: marked("None is needed: the server runs on this computer."),
    Found.CERTIFICATE_NONE: marked("The connection to {host} is not encrypted: do not sign in, and tell IT."),
    Found.PROXY_NONE: marked("None: this computer reaches the server directly."),
    Found.PROXY_PAST: marked("{proxy}, from {source}, is not used for this server."),
    Found.PROXY_USED: marked("{proxy}, from {source}, lets this computer through."),
    Found.PROXY_PASSWORD: marked("{proxy}, from {source}, asks for a name and a password: IT must enter them."),
    Found.PROXY_UNREACHABLE: marked("{proxy}, from {source}, cannot be reached: tell IT."),
    Found.PROXY_REFUSES: marked("{proxy}, from {source}, does not let this computer through ({status}): tell IT."),
    Found.KEYRING_KEEPS: marked("{name} keeps passwords safely."),
    Found.KEYRING_NONE: marked("This computer has none: your password is asked for at each start."),
    Found.KEYRING_LOCKED: marked("It is locked: unlock it, or type your password at each start."),
    Found.KEYRING_LATE: marked("It does not answer: is a window of the system asking for a password?"),
    Found.KEYRING_FAILS: marked("It keeps nothing: your password is asked for at each start."),
    Found.DISK_GOOD: marked("{free} free; the log takes {log}, unsent notes and cards {kept}."),
    Found.DISK_LOW: marked("Only {free} free: delete what you no longer need, or tell IT."),
    Found.DISK_FULL: marked("The disk is full ({free} free): notes cannot be kept; delete something now."),
    Found.DISK_CLOSED: marked("Nothing can be written into the folder “{folder}”: what you type may be lost, tell IT."),
    Found.SCREENS_SMALL: marked("{screens}: the main window needs {width} × {height}, choose a larger resolution."),
    Found.CHECK_LATE: marked("This check took too long: run the checks again, and tell IT if it stays so."),
    Found.CHECK_FAILED: marked("This check could not be made: save the support file and send it to IT."),
}


def title(check: Check) -> str:
    return tr(TITLES[check])


def grade(value: Grade) -> str:
    return tr(GRADES[value])


def sentence(finding: Finding) -> str:
    gaps = readable(finding)
    match finding.found:
        case Found.PHONE_REFUSED:
            return finding.params.get("said", "")
        case Found.SEAT_NONE:
            return wording.no_seat(SeatRefused(NoSeat(finding.params["code"]), finding.params["name"]))
        case Found.SCREENS_FIT:
            return finding.params["screens"]
        case Found.SEAT_NAMED:
            return _joined(gaps["seat"], gaps["source"], gaps["rule"])
        case Found.PROGRAM_GOOD | Found.PROGRAM_LARGE:
            return _program(finding, gaps)
        case Found.CERTIFICATE_GOOD:
            days = int(finding.params["days"])
            words = {name: gaps[name] for name in ("subject", "issuer", "until")}
            return trn(
                "{subject}, issued by {issuer}, valid until {until} ({n} day).",
                "{subject}, issued by {issuer}, valid until {until} ({n} days).",
                days,
                **words,
            )
        case Found.STREAM_LIVES:
            last = tr("Events arrive as they are sent; the last one {seconds} s ago.", seconds=finding.params["last"])
            return f"{last} {_reconnects(finding)}"
        case Found.STREAM_DOWN:
            return f"{tr(SENTENCES[finding.found])} {_reconnects(finding)}"
    source = SENTENCES[finding.found]
    return tr(source, **{name: gaps[name] for name in gaps_of(source)})


def steps(finding: Finding) -> str:
    """``Name 3 ms · Connection 12 ms``."""
    return " · ".join(f"{tr(STEPS[step])} {_milliseconds(seconds)}" for step, seconds in finding.steps)


def amount(seconds: float) -> str:
    """As one says how far a clock is off: ``12 s``, ``4 min``, ``3 h 17 min``, ``2 days``."""
    whole = round(abs(seconds))
    if whole < 120:
        return tr("{n} s", n=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return tr("{n} min", n=minutes)
    hours, left = divmod(minutes, 60)
    if hours < 24:
        return " ".join([tr("{n} h", n=hours), *([tr("{n} min", n=left)] if left else [])])
    days = round(hours / 24)
    return trn("{n} day", "{n} days", days)


def bytes_text(count: int) -> str:
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= size:
            value = count / size
            return f"{grouped(round(value)) if value >= 10 else _decimal(value)} {unit}"
    return f"{count} B"


def _decimal(value: float) -> str:
    """With one place, after the language's own mark: where the thousands have a comma, it is a point."""
    return f"{value:.1f}" if tr(",") == "," else f"{value:.1f}".replace(".", ",")


def readable(finding: Finding) -> dict[str, str]:
    return {name: _one(name, value) for name, value in finding.params.items()}


def _one(name: str, value: str) -> str:
    match name:
        case "off" if abs(float(value)) < 10:
            return tr("{n} s", n=_decimal(abs(float(value))))
        case "seconds":
            return _decimal(float(value))
        case "off" | "limit":
            return amount(float(value))
        case "free" | "log" | "kept" | "memory":
            return bytes_text(int(value)) if value else "?"
        case "time":
            return clock_time(datetime.fromisoformat(value))
        case "until" | "since":
            return date_text(datetime.fromisoformat(value).astimezone().date())
        case "source":
            return _worded(SOURCES, value)
        case "rule":
            return _worded(RULES, value)
        case "folder":
            return _worded(FOLDERS, value)
        case _:
            return value


def _worded(words: Mapping[str, str], value: str) -> str:
    return tr(words[value]) if value in words else value


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _program(finding: Finding, gaps: Mapping[str, str]) -> str:
    said = _joined(f"Agent Client {gaps['version']}", f"Python {gaps['python']}", f"Qt {gaps['qt']}", gaps["system"])
    if not finding.params["memory"]:
        return said
    if finding.found is Found.PROGRAM_LARGE:
        return tr(
            "{memory} of memory are in use: quit and start the program again when no call waits.",
            **_only(gaps, "memory"),
        )
    return _joined(said, tr("{memory} of memory", **_only(gaps, "memory")))


def _only(gaps: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: gaps[name] for name in names}


def _reconnects(finding: Finding) -> str:
    times = int(finding.params["times"])
    if not times:
        return tr("The connection has held since you signed in.")
    return trn(
        "The connection was lost {n} time since you signed in.",
        "The connection was lost {n} times since you signed in.",
        times,
    )


def _milliseconds(seconds: float) -> str:
    return f"{max(1, round(seconds * 1000))} ms"
