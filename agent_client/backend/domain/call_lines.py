"""The call log as text: in the line format that call-centre software of the field reads, and as CSV (F5).

Lines end as they do on Windows, where that software runs, and with RFC 4180. Numbers and codes hold neither semicolon nor
comma, so nothing needs quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from agent_client.protocol.administration import CallLine

END = "\r\n"
HEADINGS = "Time,Project,Caller,Operator,Code,Customer ID" + END


def as_text(lines: Iterable[CallLine], zone: ZoneInfo) -> str:
    """``22.2.2006 15:27:56;100;115;114;1;12;``: time, project, caller, operator, code, customer."""
    return "".join(f"{_czech(line, zone)};{';'.join(_fields(line))};{END}" for line in lines)


def as_csv(lines: Iterable[CallLine], zone: ZoneInfo) -> str:
    """Without `HEADINGS`, which come once."""
    return "".join(f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S},{','.join(_fields(line))}{END}" for line in lines)


def _czech(line: CallLine, zone: ZoneInfo) -> str:
    at = line.at.astimezone(zone)
    return f"{at.day}.{at.month}.{at.year} {at.hour}:{at:%M:%S}"


def _fields(line: CallLine) -> list[str]:
    customer = "" if line.customer is None else str(line.customer)
    return [line.project, line.caller, line.operator, str(line.code.value), customer]
