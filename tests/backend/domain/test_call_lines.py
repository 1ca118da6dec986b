from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.call_lines import HEADINGS, as_csv, as_text
from agent_client.protocol.administration import CallLine
from agent_client.protocol.names import RouteCode

PRAGUE = ZoneInfo("Europe/Prague")
LINE = CallLine(
    at=datetime(2006, 2, 22, 14, 27, 56, tzinfo=UTC),
    project="100",
    caller="115",
    operator="114",
    code=RouteCode.CUSTOMER,
    customer=12,
)


def test_F5_the_line_of_the_manual_byte_for_byte() -> None:
    assert as_text([LINE], PRAGUE).encode() == b"22.2.2006 15:27:56;100;115;114;1;12;\r\n"


def test_hours_have_no_leading_zero_but_minutes_and_seconds_have() -> None:
    early = CallLine(
        at=datetime(2026, 7, 1, 6, 5, 4, tzinfo=UTC),
        project="+31800100300",
        caller="",
        operator="",
        code=RouteCode.ALL_BUSY,
    )
    assert as_text([early], PRAGUE) == "1.7.2026 8:05:04;+31800100300;;;9;;\r\n"


def test_as_csv_the_columns_have_headings() -> None:
    assert HEADINGS + as_csv([LINE], PRAGUE) == (
        "Time,Project,Caller,Operator,Code,Customer ID\r\n2006-02-22 15:27:56,100,115,114,1,12\r\n"
    )


_numbers = st.text("0123456789+#*:", max_size=12)
_lines = st.builds(
    CallLine,
    at=st.integers(0, 2**31).map(lambda second: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=second)),
    project=_numbers,
    caller=_numbers,
    operator=_numbers,
    code=st.sampled_from(RouteCode),
    customer=st.none() | st.integers(1, 2**53),
)


@given(st.lists(_lines, max_size=5))
def test_every_line_has_its_seven_parts(lines: list[CallLine]) -> None:
    for text, line in zip(as_text(lines, PRAGUE).splitlines(), lines, strict=True):
        at, project, caller, operator, code, customer, end = text.split(";")
        assert datetime.strptime(at, "%d.%m.%Y %H:%M:%S") == line.at.astimezone(PRAGUE).replace(tzinfo=None)  # noqa: DTZ007
        assert (project, caller, operator, int(code), end) == (line.project, line.caller, line.operator, line.code, "")
        assert customer == ("" if line.customer is None else str(line.customer))
