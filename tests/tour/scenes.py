"""The situations that the tour shows, as constructed states: what the server would have said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import AgentBrief, Me
from agent_client.protocol.callbacks import Callback, Claim
from agent_client.protocol.centre import Centre, IdleReason, Project, Queue, WrapUpReason
from agent_client.protocol.contacts import CadVariable, Consult, Contact, Recording, Variable
from agent_client.protocol.customers import Customer, CustomerBrief, CustomerPage, FoundCustomer, FoundCustomers, Record
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackId,
    CallbackOrigin,
    Channel,
    ContactId,
    ContactState,
    CustomerId,
    Direction,
    EndedBy,
    IdleReasonId,
    MomentKind,
    NotReadyReason,
    Part,
    ProjectId,
    QueueId,
    RecordId,
    RecordingState,
    Role,
    Section,
    TargetKind,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.why import Why

NOW = datetime(2026, 11, 24, 14, 6, 22, tzinfo=UTC)
ANNA, BRAM = AgentBrief(AgentId(1), "Anna de Vries", "204"), AgentBrief(AgentId(2), "Bram", "207")
SALES, SUPPORT = QueueId(1), QueueId(2)
JANA = CustomerBrief(CustomerId(10428), "Jana Nováková", "Elektro Svoboda s.r.o.")


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


CENTRE = Centre(
    name="Thermo Service",
    country="NL",
    projects=(Project(ProjectId(1), "Support", "+31800100200", SUPPORT),),
    idle_reasons=(
        IdleReason(IdleReasonId(1), "Lunch"),
        IdleReason(IdleReasonId(2), "Training"),
        IdleReason(IdleReasonId(3), "Meeting"),
    ),
    wrap_up_reasons=tuple(
        WrapUpReason(WrapUpReasonId(at), name)
        for at, name in enumerate(
            (
                "Order placed",
                "Order changed",
                "Delivery question",
                "Technical question solved",
                "Technician sent",
                "Invoice question",
                "Complaint",
                "Wrong number",
                "Call back later",
                "Information sent",
                "Other",
            ),
            start=1,
        )
    ),
)
QUEUES = {
    SALES: Queue(id=SALES, name="Sales", waiting=2, longest_since=ago(47), version=1),
    SUPPORT: Queue(id=SUPPORT, name="Support", waiting=1, longest_since=ago(12), version=1),
}
ME = Me(
    id=ANNA.id,
    name=ANNA.name,
    user="anna",
    role=Role.AGENT,
    phone="204",
    seat="TC-114",
    queues=(SALES, SUPPORT),
    state=AgentState.READY,
    since=ago(83),
    version=7,
)
CALL = Contact(
    id=ContactId(501),
    version=3,
    direction=Direction.INBOUND,
    state=ContactState.CONNECTED,
    queue=SUPPORT,
    project=ProjectId(1),
    ani="+420724118305",
    dnis="+31800100200",
    customer=JANA,
    variables=(
        Variable("Case", "SR-40-18822"),
        Variable("Product", "Thermo 4 Pro"),
        Variable("Language", "Czech"),
        Variable("Callback wanted", "24 Nov 2026, 10:30"),
    ),
    cad=(
        CadVariable(key="case", label="Case", value="SR-40-18822", editable=True, version=1),
        CadVariable(key="product", label="Product", value="Thermo 4 Pro", version=1),
        CadVariable(key="language", label="Language", value="Czech", version=1),
        CadVariable(key="iban", label="IBAN", secure=True, version=1),
    ),
    can_answer=True,
    can_mute=True,
    recording=Recording(state=RecordingState.RECORDING, since=ago(252)),
    queued_at=ago(266),
    ringing_at=ago(255),
    connected_at=ago(252),
    course=(
        Moment(at=ago(266), kind=MomentKind.QUEUED, to="Support"),
        Moment(at=ago(256), kind=MomentKind.OFFERED, agent=ANNA),
        Moment(at=ago(255), kind=MomentKind.RANG, agent=ANNA),
        Moment(at=ago(252), kind=MomentKind.CONNECTED, agent=ANNA),
        Moment(at=ago(252), kind=MomentKind.RECORDING_STARTED),
    ),
)


def callback(
    number: int,
    ani: str,
    minutes: float,
    *,
    name: str = "",
    company: str = "",
    queue: QueueId = SALES,
    section: Section = Section.OPEN,
    calls: int = 1,
    claim: Claim | None = None,
) -> Callback:
    customer = CustomerBrief(CustomerId(number), name, company) if name or company else None
    closed = section in (Section.DONE, Section.NOT_REACHED)
    return Callback(
        id=CallbackId(number),
        version=1,
        queue=queue,
        section=section,
        number=ani,
        dnis="+31800100200",
        customer=customer,
        calls=calls,
        attempts=2 if section is Section.ATTEMPTED else 0,
        first_at=ago(minutes * 60 + 900),
        last_at=ago(minutes * 60),
        tried_at=ago(minutes * 30) if section is Section.ATTEMPTED else None,
        closed_at=ago(minutes * 20) if closed else None,
        closed_by=BRAM if closed else None,
        claim=claim,
    )


ENTRIES = (
    callback(1, "+31206241180", 18, name="Bakkerij Van Dam", calls=3),
    callback(2, "+46855671749", 35, queue=SUPPORT, claim=Claim(BRAM, ago(12))),
    callback(3, "+49302345670", 44, name="Kanzlei Hoffmann & Partner", company="Hoffmann"),
    callback(4, "+4722419003", 69, name="Ingrid Solheim", queue=SUPPORT),
    callback(5, "+4930901820", 86),
    callback(6, "+420541220117", 131, company="Elektro Svoboda s.r.o.", calls=2),
    callback(7, "+31612884410", 174, name="Familie Janssen"),
    callback(8, "", 190, queue=SUPPORT, calls=2),
    callback(9, "+4684001122", 240, name="Åsa Bergström-Lindqvist", company="Nordljus Värme och Ventilation AB"),
    callback(20, "+31201112233", 60, name="Pieter Vos", section=Section.ATTEMPTED),
    callback(21, "+31201112244", 90, name="Petra Smit", section=Section.ATTEMPTED, queue=SUPPORT),
    callback(30, "+31201112255", 50, name="Karel Svoboda", section=Section.DONE),
    callback(31, "+31201112266", 1600, name="Eva Horáková", section=Section.NOT_REACHED),
)
BASE = State(
    link=Link.UP,
    link_since=ago(4000),
    me=ME,
    centre=CENTRE,
    queues=QUEUES,
    callbacks={entry.id: entry for entry in ENTRIES},
    sections={Section.OPEN: 9, Section.ATTEMPTED: 2, Section.DONE: 148, Section.NOT_REACHED: 1},
)


def with_contact(contact: Contact, state: AgentState, seconds: float, **more: object) -> State:
    me = replace(ME, state=state, since=ago(seconds), contact=contact.id, **more)
    return replace(BASE, me=me, contacts={contact.id: contact})


WAITING = BASE
PAUSE = replace(
    BASE,
    me=replace(
        ME, state=AgentState.NOT_READY, not_ready=NotReadyReason.IDLE, idle_reason=IdleReasonId(1), since=ago(1260)
    ),
)
SIGNING_ON = replace(
    BASE,
    me=replace(
        ME,
        state=AgentState.NOT_READY,
        not_ready=NotReadyReason.SIGNING_ON,
        since=ago(6),
        until=NOW + timedelta(seconds=14),
    ),
)
SIGN_ON_FAILED = replace(
    BASE,
    me=replace(
        ME,
        state=AgentState.NOT_READY,
        not_ready=NotReadyReason.PAUSE,
        since=ago(9),
        why=Why(code=WhyCode.SIGN_ON_NOT_ANSWERED, at=ago(9), params={"phone": "204", "seconds": "20"}),
    ),
)
RONA = replace(
    BASE,
    me=replace(
        ME,
        state=AgentState.NOT_READY,
        not_ready=NotReadyReason.RONA,
        since=ago(22),
        why=Why(code=WhyCode.RANG_NOT_ANSWERED, at=ago(22), params={"phone": "204", "seconds": "18"}),
    ),
)
ON_CALL = with_contact(CALL, AgentState.ON_CONTACT, 252)
PBX_LOST = replace(ON_CALL, centre=replace(CENTRE, pbx_lost_since=ago(95)))
LINK_LOST = replace(ON_CALL, link=Link.DOWN, link_since=ago(12))
RINGING = replace(
    CALL,
    id=ContactId(502),
    version=2,
    state=ContactState.RINGING,
    queue=SALES,
    customer=CustomerBrief(CustomerId(77), "Bakkerij Van Dam"),
    ani="+31206241180",
    variables=(Variable("Language", "Dutch"), Variable("Last order", "12 Nov 2026"), Variable("Town", "Amsterdam")),
    queued_at=ago(54),
    ringing_at=ago(7),
    connected_at=None,
    recording=None,
    course=(),
    cad=(
        CadVariable(key="language", label="Language", value="Dutch", version=1),
        CadVariable(key="order", label="Last order", value="12 Nov 2026", version=1),
        CadVariable(key="town", label="Town", value="Amsterdam", version=1),
    ),
    until=NOW + timedelta(seconds=11),
)
SETUP = with_contact(RINGING, AgentState.OFFERED, 7)
CONNECTING = with_contact(
    replace(RINGING, state=ContactState.CONNECTING, ringing_at=None, until=None), AgentState.OFFERED, 1
)
AT_PHONE = with_contact(replace(RINGING, can_answer=False, customer=None), AgentState.OFFERED, 7)
_ASKS = Consult(
    contact=ContactId(501),
    kind=TargetKind.AGENT,
    name="Bram de Wit",
    number="207",
    team="Technical",
    agent=BRAM.id,
    state=ContactState.CONSULT_REQUESTED,
    since=ago(7),
)
CONSULT_REQUEST = replace(
    RINGING, direction=Direction.CONSULT, part=Part.CONSULTED, consult=_ASKS, variables=CALL.variables, customer=JANA
)
CONSULT_ASKED = with_contact(CONSULT_REQUEST, AgentState.OFFERED, 7)
CALLBACK_REQUEST = replace(
    RINGING, direction=Direction.CALLBACK, origin=CallbackOrigin.QUEUE, variables=(), queued_at=ago(754)
)
CALLBACK = with_contact(CALLBACK_REQUEST, AgentState.OFFERED, 7)
WEB_REQUEST = replace(CALLBACK_REQUEST, origin=CallbackOrigin.WEB, customer=None, can_cancel=True)
WEB_REQUEST = replace(WEB_REQUEST, variables=(Variable("Name", "Eva Horáková"),))
WEB_CALLBACK = with_contact(WEB_REQUEST, AgentState.OFFERED, 7)
DIALLING = with_contact(
    replace(WEB_REQUEST, answered_at=ago(5), can_answer=False, until=NOW + timedelta(seconds=55)),
    AgentState.OFFERED,
    12,
)
PREVIEW_REQUEST = replace(RINGING, direction=Direction.PREVIEW, state=ContactState.CONNECTING)
PREVIEW = with_contact(PREVIEW_REQUEST, AgentState.OFFERED, 7)


def written(number: int, channel: Channel, seconds: float, who: str, text: str) -> Contact:
    return replace(
        RINGING,
        id=ContactId(number),
        channel=channel,
        customer=None,
        ani=who,
        dnis="",
        text=text,
        variables=(),
        queued_at=ago(seconds),
        ringing_at=ago(min(seconds, 9)),
        until=NOW + timedelta(seconds=51),
    )


EMAIL_REQUEST = written(
    511,
    Channel.EMAIL,
    95,
    "jana@elektro-svoboda.example",
    "Good afternoon, the boiler that you delivered last week shows E4 again, and the reset from your guide does not help."
    " Could you send somebody tomorrow?",
)
CHAT_REQUEST = written(514, Channel.CHAT, 21, "Oskar Lind", "Can I change the delivery address?")
SOCIAL_REQUEST = written(513, Channel.SOCIAL, 44, "@nordljus", "Still no answer to our order from Monday…")
EMAIL = with_contact(replace(EMAIL_REQUEST, customer=JANA), AgentState.READY, 60)
CHAT = with_contact(CHAT_REQUEST, AgentState.READY, 60)
SOCIAL = with_contact(SOCIAL_REQUEST, AgentState.READY, 60)
SIX = replace(
    SETUP,
    contacts={
        one.id: one
        for one in (
            RINGING,
            CHAT_REQUEST,
            EMAIL_REQUEST,
            SOCIAL_REQUEST,
            written(512, Channel.EMAIL, 80, "k.hoffmann@hoffmann.example", "Invoice 40-17190: the VAT is missing."),
            written(515, Channel.CHAT, 9, "Petra Smit", "Hello?"),
        )
    },
)
SEVEN = replace(
    SIX,
    contacts={
        **SIX.contacts,
        ContactId(516): written(516, Channel.EMAIL, 70, "s.karlsson@nordljus.example", "Offer for two more units"),
    },
)


def _after_rona(reason: NotReadyReason, code: WhyCode, **params: str) -> State:
    me = replace(RONA.me, not_ready=reason, why=Why(code=code, at=ago(22), params={"phone": "204", **params}))
    return replace(RONA, me=me)


RONA_CONSULT = _after_rona(NotReadyReason.RONA, WhyCode.RANG_NOT_ANSWERED, seconds="18", asker="Bram de Wit")
RONA_EMAIL = _after_rona(NotReadyReason.RONA, WhyCode.REQUEST_NOT_ACCEPTED, seconds="60", channel="email")
RONA_BUSY = _after_rona(NotReadyReason.UNREACHABLE, WhyCode.PHONE_BUSY)
RONA_UNREACHABLE = _after_rona(NotReadyReason.UNREACHABLE, WhyCode.PHONE_UNREACHABLE)
UNKNOWN = with_contact(replace(CALL, customer=None, variables=()), AgentState.ON_CONTACT, 31)
WRAP_UP = with_contact(
    replace(
        CALL,
        version=4,
        state=ContactState.WRAP_UP,
        ended_at=ago(18),
        ended_by=EndedBy.CUSTOMER,
        recording=None,
        course=(*CALL.course, Moment(at=ago(18), kind=MomentKind.ENDED, ended_by=EndedBy.CUSTOMER)),
        until=NOW + timedelta(seconds=42),
    ),
    AgentState.WRAP_UP,
    18,
)
CUSTOMER = Customer(
    id=JANA.id,
    version=4,
    company_id="C-88",
    company=JANA.company,
    name=JANA.name,
    numbers=("+420724118305", "+420541220117"),
    street="Lidická 41",
    town="Brno",
    postcode="602 00",
    country="CZ",
    note="Speaks Czech and German. Prefers the morning.",
    operators=("204", "212"),
)
_TEXTS = (
    ("18", "09:14", BRAM, "Boiler shows E4 after the firmware update. Sent the reset guide, she will try tonight."),
    ("11", "16:40", ANNA, "Order 40-17190 confirmed; invoice to the Brno office."),
    ("2", "10:05", BRAM, "Not reached on the first attempt.\nCalled back at 10:21: wants an offer for two more units."),
)
RECORDS = tuple(
    Record(
        id=RecordId(900 - at),
        customer=JANA.id,
        contact=ContactId(400 - at),
        number="+420724118305",
        saved_at=datetime(2026, 11, int(day), int(time[:2]), int(time[3:]), tzinfo=UTC) + timedelta(minutes=4 * at),
        call_at=datetime(2026, 11, int(day), int(time[:2]), int(time[3:]), tzinfo=UTC),
        operator=who,
        text=text,
    )
    for at, (day, time, who, text) in enumerate(_TEXTS)
)
PAGE = CustomerPage(customer=CUSTOMER, records=RECORDS)
FOUND = FoundCustomers(
    customers=(
        FoundCustomer(JANA.id, JANA.name, JANA.company, "+420724118305", "Brno"),
        FoundCustomer(CustomerId(2), "Petr Novák", "", "+420602334455", "Praha"),
        FoundCustomer(CustomerId(3), "", "Novák & synové, a.s.", "+420541000111", "Ostrava"),
        FoundCustomer(CustomerId(4), "Nora van Veen", "Bakkerij Van Dam", "+31206241180", "Amsterdam"),
    ),
    more=True,
)
