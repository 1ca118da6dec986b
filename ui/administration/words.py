"""What the rules' own vocabulary is called on screen, and what each word of it means."""

from __future__ import annotations

from agent_client.protocol.names import (
    GroupKind,
    PasswordRule,
    Period,
    RecordingProblem,
    RouteCode,
    Unhandled,
)
from agent_client.protocol.remote import TextProblem
from ui.text import marked, tr

GROUP_KINDS: dict[GroupKind, tuple[str, str]] = {
    GroupKind.QUEUE: (
        marked("Queue"),
        marked("Customers wait in line here; the agent who has been free longest gets the next one."),
    ),
    GroupKind.RING_ALL: (
        marked("Ring all"),
        marked("The PBX rings all phones of the group at once, and reports what became of the call."),
    ),
    GroupKind.HUNTING: (
        marked("Hunting"),
        marked("The PBX rings one phone of the group after the other, and reports what became of the call."),
    ),
}
PERIODS: dict[Period, str] = {
    Period.TODAY: marked("Today"),
    Period.YESTERDAY: marked("Since yesterday"),
    Period.LAST_2_DAYS: marked("The last 2 days"),
    Period.LAST_3_DAYS: marked("The last 3 days"),
    Period.WEEK: marked("This calendar week"),
    Period.LAST_7_DAYS: marked("The last 7 days"),
    Period.ALL: marked("All of them"),
}
UNHANDLED: dict[Unhandled, tuple[str, str]] = {
    Unhandled.WAIT: (marked("They wait on"), marked("Until somebody is free, or the customer gives up.")),
    Unhandled.AGENT: (
        marked("They are shown to one agent"),
        marked("Who gets them before anything else, as soon as they are free."),
    ),
    Unhandled.END: (marked("They are ended"), marked("And stand in the callback list, so that nobody is forgotten.")),
}
ROUTE_CODES: dict[RouteCode, tuple[str, str]] = {
    RouteCode.CUSTOMER: (marked("Customer's operator"), marked("One of the customer's own operators was free.")),
    RouteCode.PROJECT: (
        marked("Project's operator"),
        marked("None of the customer's operators was free, or there are none: one of the project's."),
    ),
    RouteCode.EVERYBODY: (
        marked("Everybody's operator"),
        marked("Nobody of the customer's or the project's was free: one of everybody's operators."),
    ),
    RouteCode.NO_NUMBER: (
        marked("Number withheld"),
        marked("The caller shows no number, so no customer can be found: the operators for everybody."),
    ),
    RouteCode.ALL_BUSY: (marked("All busy"), marked("Nobody who may take this call is free.")),
    RouteCode.NO_DATA: (
        marked("No data"),
        marked("Nothing is known of this caller: the operators for everybody."),
    ),
}
TEXT_PROBLEMS: dict[TextProblem, str] = {
    TextProblem.NO_WAY: marked("the server has not been told how to send text messages"),
    TextProblem.COMMAND_UNUSABLE: marked("the server's command for text messages cannot be run"),
    TextProblem.COMMAND_SLOW: marked("the server's command took longer than {n} s"),
    TextProblem.COMMAND_FAILED: marked("the server's command ended with status {n}"),
    TextProblem.NO_ANSWER: marked("the address for text messages did not answer within {n} s"),
    TextProblem.NOT_REACHED: marked("the address for text messages cannot be reached"),
    TextProblem.REFUSED: marked("the address for text messages answered with status {n}"),
    TextProblem.UNKNOWN: marked("it could not be sent"),
}
RECORDING_PROBLEMS: dict[RecordingProblem, str] = {
    RecordingProblem.FOLDER_FULL: marked("the server's disk for recordings is full: make room there."),
    RecordingProblem.FOLDER_UNUSABLE: marked("the server cannot write into its folder of recordings: see its log."),
    RecordingProblem.PBX_AWAY: marked("the PBX does not give them: see whether it can be reached."),
    RecordingProblem.MISSING: marked("the PBX does not have them yet."),
    RecordingProblem.BROKEN: marked("what the PBX gave was not whole; it is asked again."),
    RecordingProblem.UNKNOWN: marked("the server's log says why."),
}
PASSWORD_RULES: dict[PasswordRule, tuple[str, str]] = {
    PasswordRule.STANDARD: (marked("Standard"), marked("At least 4 characters.")),
    PasswordRule.STRICT: (
        marked("Strict"),
        marked("At least 8 characters, digits and letters both, no three letters or three digits in a row twice."),
    ),
}
_OPERATORS = {
    RouteCode.CUSTOMER: marked("The customer's operators"),
    RouteCode.PROJECT: marked("The project's operators"),
    RouteCode.EVERYBODY: marked("Everybody's operators"),
}


def group_kinds() -> list[tuple[object, str, str]]:
    """Each with what it is called and what it means."""
    return [(kind, tr(words[0]), tr(words[1])) for kind, words in GROUP_KINDS.items()]


def ways_unhandled() -> list[tuple[object, str, str]]:
    """Each with what it is called and what it means."""
    return [(way, tr(words[0]), tr(words[1])) for way, words in UNHANDLED.items()]


def password_rules() -> list[tuple[object, str, str]]:
    """Each with what it is called and what it asks for."""
    return [(rule, tr(words[0]), tr(words[1])) for rule, words in PASSWORD_RULES.items()]


def group_kind(kind: GroupKind) -> str:
    return tr(GROUP_KINDS[kind][0]) if kind in GROUP_KINDS else tr("Other kind")


def period(value: Period) -> str:
    return tr(PERIODS[value]) if value in PERIODS else tr("Other period")


def operators_of(code: RouteCode) -> str:
    """As whose operators they were considered."""
    return tr(_OPERATORS[code]) if code in _OPERATORS else code_name(code)


def code_name(code: RouteCode) -> str:
    return tr(ROUTE_CODES[code][0])


def code_meaning(code: RouteCode) -> str:
    return tr(ROUTE_CODES[code][1])


def default(value: object) -> str:
    return tr("Default: {value}.", value=value)


def default_seconds(value: int) -> str:
    return default(tr("{seconds} s", seconds=value))


def default_of_tick(on: bool) -> str:
    return default(tr("on") if on else tr("off"))


def recording_problem(problem: RecordingProblem) -> str:
    return tr(RECORDING_PROBLEMS[problem])


def text_problem(problem: TextProblem, figure: float | None) -> str:
    return tr(TEXT_PROBLEMS[problem], n="–" if figure is None else f"{figure:g}")
