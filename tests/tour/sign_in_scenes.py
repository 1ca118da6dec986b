"""The sign-in window: as it opens, wrong, a seat taken, a session that ended elsewhere, a computer that is no seat."""

from __future__ import annotations

import scenes as seen

from agent_client.protocol.names import QueueId, WhyCode
from agent_client.protocol.refusals import PhoneInUse, SeatTaken
from agent_client.protocol.why import Why
from agent_client.workstation.seat import NoSeat, SeatRefused
from agent_client.workstation.settings import KnownQueues

SERVERS = ["https://centre.example.com", "https://second.example.com"]
NAMES = {SERVERS[0]: "Thermo Service", SERVERS[1]: "Thermo Service, Brno"}
QUEUES = KnownQueues(
    queues=((QueueId(1), "Sales"), (QueueId(2), "Support"), (QueueId(3), "Complaints and returns")),
    staffed=(QueueId(1), QueueId(2)),
)
WHO = {
    "agent": "Bram Smit",
    "seat": "TC-114",
    "host": "ts-2.centre.example.com",
    "since": "2026-11-24T11:40:00Z",
    "alive": "yes",
    "until": "",
    "asked": "no",
}
GONE = WHO | {"alive": "no", "until": "2026-11-24T14:07:05Z"}


def sign_in_scenes(window):
    yield "sign_in", lambda width, height: sign_in()
    yield "sign_in_first", lambda width, height: first()
    yield "sign_in_wrong", lambda width, height: wrong()
    yield "sign_in_queues", lambda width, height: queues()
    yield "sign_in_unreachable", lambda width, height: unreachable()
    yield "sign_in_servers", lambda width, height: servers()
    yield "sign_in_seat_taken", lambda width, height: taken(SeatTaken(**WHO))
    yield "sign_in_seat_asked", lambda width, height: taken(SeatTaken(**WHO | {"asked": "yes"}))
    yield "sign_in_seat_disconnected", lambda width, height: taken(SeatTaken(**GONE))
    yield "sign_in_phone_taken", lambda width, height: taken(PhoneInUse(**WHO, phone="204"))
    yield "sign_in_superseded", lambda width, height: superseded()
    yield "sign_in_console", lambda width, height: no_seat(NoSeat.CONSOLE_SESSION)
    yield "seat_notices", lambda width, height: seat_notices(window, width, height)
    yield "sign_in_bad_seat", lambda width, height: no_seat(NoSeat.BAD_NAME)


def sign_in():
    from ui.dialogs.sign_in import SignInWindow

    made = SignInWindow()
    made.fill(servers=SERVERS, names=NAMES, user="anna", phone="204", password="ab11ab12")
    made.server.answer.say("Thermo Service")
    made.queues.show_known(QUEUES)
    made.show_seat("TC-114")
    made.show()
    return made


def first():
    from ui.dialogs.sign_in import SignInWindow

    made = SignInWindow()
    made.fill(servers=[])
    made.show_seat("TC-114")
    made.show()
    return made


def wrong():
    made = sign_in()
    made.phone.setText("two-oh-four")
    made.button.click()
    made.refuse("The user ID or the password is wrong: type both again.")
    return made


def queues():
    made = sign_in()
    made.queues.change.click()
    return made


def unreachable():
    from ui import wording
    from ui.text import tr

    made = sign_in()
    made.server.answer.say(tr(wording.UNREACHABLE["refused"]), good=False)
    return made


def servers():
    """The list as it drops down."""
    owner = sign_in()
    owner.server.open()
    made = owner.server.menu
    made.owner = owner
    return made


def taken(refusal):
    made = sign_in()
    made.show_taken(refusal, lambda: seen.NOW)
    return made


def seat_notices(window, width, height):
    """To whoever sits there: a colleague asks; and this device's own seat is taken."""
    from agent_client.client.store.store import Store
    from agent_client.protocol.events import SeatAsked
    from ui.notices import Level, Notice, Notices
    from ui.shift.seats import SeatJoin
    from ui.text import tr

    told, store = Notices(), Store(seen.ON_CALL)
    SeatJoin(None, store, None, told, lambda: None)
    store.apply(SeatAsked(seen.BRAM, "TC-114", seen.ago(40)))
    words = tr(
        "This device is seat {seat}, where {agent} is signed in: you stay signed in at seat {before}.",
        seat="TC-207",
        agent="Eva Lindqvist",
        before="TC-114",
    )
    told.post(Notice(Level.WARNING, words, stays=True, action=tr("Try again"), act=lambda: None))
    return window(seen.ON_CALL, width, height, told=told)


def superseded():
    from ui import wording
    from ui.text import tr

    made = sign_in()
    why = Why(code=WhyCode.SIGNED_IN_ELSEWHERE, at=seen.NOW, params={"seat": "TC-207", "host": "ts-1"})
    made.said.say(tr("You were signed out"), wording.why(why))
    return made


def no_seat(why):
    from ui import wording

    made = sign_in()
    made.show_no_seat(wording.no_seat(SeatRefused(why, "TC\n114")))
    return made
