"""The sentences for what has a code: why the server said no, and why something changed by itself.

A text has its gaps filled from the parameters that came with the code; without them a shorter text is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_client.protocol.names import WhyCode

from .text import gaps_of, marked, tr


class Said(Struct, frozen=True):
    """``full`` where all its gaps can be filled, else ``bare``, which has none."""

    full: str
    bare: str = ""

    def fill(self, gaps: Mapping[str, object]) -> str:
        names = gaps_of(self.full)
        if names <= gaps.keys():
            return tr(self.full, **{name: gaps[name] for name in names})
        return tr(self.bare or marked("This happened by itself."))


GENERAL_REFUSAL = Said(marked("The server refused this; try again, and tell your supervisor if it stays so."))

REFUSALS: dict[str, Said] = {
    "refused": GENERAL_REFUSAL,
    "invalid": Said(
        marked("“{field}” cannot be used as it is: correct it and try again."),
        marked("Something in what was entered cannot be used: correct it and try again."),
    ),
    "bad_credentials": Said(marked("The user ID or the password is wrong: type both again.")),
    "not_signed_in": Said(marked("You are no longer signed in: sign in again, what you typed is kept.")),
    "password_expired": Said(marked("Your password is good for setting a new one only: sign in again and set it.")),
    "weak_password": Said(marked("The centre does not take this password: choose another.")),
    "account_locked": Said(
        marked("This account is locked since {since}, after too many wrong passwords: ask your supervisor to lift it."),
        marked("This account is locked after too many wrong passwords: ask your supervisor to lift it."),
    ),
    "password_needed": Said(marked("Your password is needed to stay signed in: enter it.")),
    "queue_not_yours": Said(marked("One of these queues is not yours any more: look at the list again.")),
    "forbidden": Said(marked("Your role does not allow this: ask your supervisor.")),
    "not_found": Said(marked("This no longer exists: somebody may have removed it, search for it again.")),
    "not_possible_now": Said(
        marked("This is not possible in the state “{state}”: wait for the next state and try again."),
        marked("This is not possible at the moment: look at the present state and try again."),
    ),
    "reached_through_group": Said(
        marked(
            "Calls to {name} go to whoever is free there: transfer to it without talking first, or to a colleague's own number."
        ),
        marked("That number is a group's: transfer to it without talking first, or to a colleague's own number."),
    ),
    "contact_changed": Said(
        marked("The contact changed just before you pressed: look at it and press again if need be.")
    ),
    "customer_changed": Said(
        marked("{by} saved this customer just before you: look at the changes, then save yours again."),
        marked("A colleague saved this customer just before you: look at the changes, then save yours again."),
    ),
    "pbx_unreachable": Said(
        marked("The server has lost the telephone system since {since}: nobody can be called until it is back."),
        marked("The server has lost the telephone system: nobody can be called until it is back."),
    ),
    "phones_unavailable": Said(
        marked("The telephone system did not do this: the server's log says why. Tell whoever looks after it."),
    ),
    "phone_known": Said(
        marked("There is a phone {phone} already: choose another number, or give that one a new password."),
        marked("There is a phone of this number already: choose another number."),
    ),
    "phone_fixed": Said(
        marked("Phone {phone} stands in the telephone system's own configuration: it is changed there."),
        marked("This phone stands in the telephone system's own configuration: it is changed there."),
    ),
    "in_the_past": Said(marked("That time has gone by: choose a later one.")),
    "in_use": Said(
        marked("{agent} has worked on this card since {since}: wait until it is free, or ask your supervisor."),
        marked("A colleague works on this card: wait until it is free, or ask your supervisor."),
    ),
    "not_undoable": Said(
        marked("What was merged has been changed since, by {by}: it can no longer be taken apart."),
        marked("What was merged has been changed since: it can no longer be taken apart."),
    ),
    "record_changed": Said(
        marked("{by} corrected this note just before you: compare both, then save yours again."),
        marked("A colleague corrected this note just before you: compare both, then save yours again."),
    ),
    "rules_changed": Said(marked("Somebody else saved these rules first: reload them, what you typed stays.")),
    "bad_line": Said(
        marked("Line {line} of the file cannot be read: correct it and read the file again."),
        marked("A line of the file cannot be read: correct it and read the file again."),
    ),
    "already_claimed": Said(
        marked("{agent} is calling this number back: take another entry."),
        marked("A colleague is calling this number back: take another entry."),
    ),
    "variable_changed": Said(
        marked("{by} saved this value just before you: compare both and choose one."),
        marked("A colleague saved this value just before you: compare both and choose one."),
    ),
    "agent_not_available": Said(
        marked("{agent} cannot take it now ({state}): choose somebody else."),
        marked("This colleague cannot take it now: choose somebody else."),
    ),
    "not_to_yourself": Said(marked("That is you: choose somebody else.")),
    "call_limit": Said(
        marked("The centre has {limit} calls at once, as many as it may: try again when one has ended."),
        marked("The centre has as many calls at once as it may: try again when one has ended."),
    ),
    "own_number": Said(
        marked("This is the centre's own number, {name}: call another one."),
        marked("This is the centre's own number: call another one."),
    ),
    "phone_cannot": Said(marked("Your phone does not do this from the screen: do it on the phone itself.")),
    "listened_to": Said(
        marked("{agent} listens to this conversation already: wait until they stop, or ask them."),
        marked("Somebody else listens to this conversation already: wait until they stop."),
    ),
    "listens": Said(
        marked("You are listening to {agent}: stop that first."),
        marked("You are listening to a colleague: stop that first."),
    ),
    "own_phone_busy": Said(marked("Your own phone is needed for this: finish what you have in hand first.")),
    "phone_in_use": Said(
        marked("{agent} takes calls on {phone}: sign in with another phone number."),
        marked("Another agent takes calls on this phone number: sign in with another one."),
    ),
    "seat_taken": Said(
        marked(
            "This seat is taken by {agent} on {host} since {since} ({alive}): sign out there, or ask your supervisor."
        ),
        marked("This seat is taken: sign out there, or ask your supervisor to clean it up."),
    ),
    "bad_number": Said(
        marked("{number} is not a number that can be called: use 3 to 18 digits."),
        marked("This is not a number that can be called: use 3 to 18 digits."),
    ),
    "key_reused": Said(
        marked("The program sent two different commands as one: press again, and report it if it stays so.")
    ),
    "beyond_the_end": Said(marked("The recording ends before that: play it from the beginning.")),
    "too_large": Said(marked("This text is too long: shorten it and send it again.")),
    "client_too_old": Said(
        marked("This program is too old for the server ({client}, needed {needs}): ask IT for the new version."),
        marked("This program is too old for the server: ask IT for the new version."),
    ),
    "too_many_attempts": Said(
        marked("Too many attempts: wait {seconds} s, then try again."),
        marked("Too many attempts: wait a minute, then try again."),
    ),
    "storage_unavailable": Said(
        marked(
            "The server cannot save anything at the moment: nothing was changed; keep this open and try again later."
        )
    ),
}

GENERAL_WHY = Said(marked("Changed by the server, {time}"))

WHYS: dict[WhyCode, Said] = {
    WhyCode.SIGNED_IN: Said(marked("Signed in, {time}")),
    WhyCode.SIGN_ON_NOT_ANSWERED: Said(
        marked(
            "Your phone {phone} rang {seconds} s and was not answered, {time}. Answer it when it rings; if it stayed "
            "silent: is {phone} the right number, and can the phone call and be called? Then Retry."
        ),
        marked(
            "Your phone rang and was not answered. Answer it when it rings; if it stayed silent: is the number right, "
            "and can the phone call and be called? Then Retry."
        ),
    ),
    WhyCode.SIGN_ON_NEVER_RANG: Said(
        marked(
            "Your phone {phone} never rang, {time}. Is {phone} the right number? Can the phone call and be called? If "
            "it did ring, it was not answered in time: answer it after Retry."
        ),
        marked(
            "Your phone never rang. Is the number right? Can the phone call and be called? If it did ring, it was not "
            "answered in time: answer it after Retry."
        ),
    ),
    WhyCode.RANG_NOT_ANSWERED: Said(
        marked("Rang {seconds} s on {phone}, not answered → RONA, {time}"), marked("Rang, not answered → RONA")
    ),
    WhyCode.REQUEST_NOT_ACCEPTED: Said(
        marked("Waited {seconds} s for you, not accepted → RONA, {time}"), marked("Waited for you, not accepted → RONA")
    ),
    WhyCode.PHONE_BUSY: Said(
        marked("Your phone {phone} was busy → RONA, {time}: hang it up"),
        marked("Your phone was busy → RONA: hang it up"),
    ),
    WhyCode.PHONE_UNREACHABLE: Said(
        marked("Your phone {phone} could not be reached → RONA, {time}: is it plugged in and registered?"),
        marked("Your phone could not be reached → RONA: is it plugged in and registered?"),
    ),
    WhyCode.DECLINED_BY_AGENT: Said(marked("Declined, {time}")),
    WhyCode.CALLER_HUNG_UP: Said(marked("The caller hung up, {time}")),
    WhyCode.CALLER_GAVE_UP: Said(
        marked("The caller waited {seconds} s and gave up, {time}"), marked("The caller gave up waiting")
    ),
    WhyCode.CALLBACK_ASKED: Said(marked("The customer asked by key to be called back, {time}")),
    WhyCode.WRAP_UP_TIME_OVER: Said(
        marked("Wrap-up ended by itself after {seconds} s, {time}"), marked("Wrap-up ended by itself")
    ),
    WhyCode.LINK_LOST: Said(
        marked("The link to the server was lost for more than {seconds} s: you were signed out, {time}"),
        marked("The link to the server was lost for too long: you were signed out"),
    ),
    WhyCode.SIGNED_IN_ELSEWHERE: Said(
        marked("You signed in on seat {seat} ({host}), {time}: this session ended"),
        marked("You signed in on another seat: this session ended"),
    ),
    WhyCode.SIGNED_OUT: Said(marked("Signed out, {time}")),
    WhyCode.SESSION_EXPIRED: Said(marked("Your password was not given in time: you were signed out, {time}")),
    WhyCode.SIGNED_OUT_BY: Said(
        marked("{agent} signed you out, {time}: {reason}"), marked("A supervisor signed you out")
    ),
    WhyCode.SEAT_CLEANED_UP: Said(
        marked("{agent} cleaned up seat {seat} and signed you out, {time}: {reason}"),
        marked("A supervisor cleaned up your seat and signed you out"),
    ),
    WhyCode.MARKED_AS_CRASHED: Said(
        marked("{agent} marked this session as crashed, {time}: {reason}"),
        marked("A supervisor marked this session as crashed"),
    ),
    WhyCode.CARD_UNLOCKED_BY: Said(
        marked("{agent} unlocked the card: {reason}"),
        marked("A supervisor unlocked the card"),
    ),
    WhyCode.STATE_SET_BY: Said(
        marked("{agent} changed your state, {time}: {reason}"), marked("A supervisor changed your state")
    ),
    WhyCode.PASSWORD_RESET: Said(
        marked("{agent} gave you a new password, {time}: sign in with it"),
        marked("You have a new password: sign in with it"),
    ),
    WhyCode.NOT_HEARD: Said(marked("This computer heard nothing of the server, {time}")),
    WhyCode.PHONE_TESTED: Said(
        marked("Your phone {phone} rang and you answered it, {time}"), marked("Your phone rang and you answered it")
    ),
    WhyCode.PHONE_LOST: Said(
        marked("Phone {phone} is not connected: you get calls again once it is, {time}"),
        marked("Your phone is not connected: you get calls again once it is"),
    ),
    WhyCode.PHONE_BACK: Said(
        marked("Phone {phone} is connected again, {time}"), marked("Your phone is connected again")
    ),
    WhyCode.LINE_DOWN: Said(
        marked("The line to phone {phone} is not up: press Available, and answer your phone once, {time}"),
        marked("The line to your phone is not up: press Available, and answer your phone once"),
    ),
    WhyCode.SIGNED_IN_BY_PHONE: Said(
        marked("Signed in by phone {phone}, {time}: this session ended"),
        marked("Signed in by phone: this session ended"),
    ),
    WhyCode.SIGNED_OUT_BY_PHONE: Said(marked("Signed out by phone {phone}, {time}"), marked("Signed out by phone")),
    WhyCode.SENT_AS_TEXT: Said(
        marked("{agent} got the number as a text message, {time}: ask whether the customer was called"),
        marked("Sent to a colleague as a text message: ask whether the customer was called"),
    ),
    WhyCode.TEXT_NOT_SENT: Said(
        marked("The text message to {agent} could not be sent, {time}"), marked("A text message could not be sent")
    ),
    WhyCode.QUEUES_CHANGED: Said(marked("The queues that you staff have changed, {time}")),
    WhyCode.SERVER_RESTARTED: Said(marked("The server was restarted, {time}")),
    WhyCode.PBX_LOST: Said(marked("The telephone system was out of reach for a while, {time}")),
    WhyCode.CALL_LOST: Said(marked("The telephone system lost the call, {time}")),
    WhyCode.CLAIM_EXPIRED: Said(marked("Nobody called back in time: free for everyone again, {time}")),
    WhyCode.CUSTOMER_NOT_REACHED: Said(marked("The customer was not reached, {time}")),
    WhyCode.ANSWERED_LATER: Said(
        marked("The customer called again and {agent} answered, {time}"),
        marked("The customer called again and was answered"),
    ),
    WhyCode.ATTEMPTS_USED: Said(
        marked("Not reached after {attempts} attempts, {time}"), marked("Not reached after all attempts")
    ),
    WhyCode.CONSULT_NOT_ANSWERED: Said(
        marked("{target} did not answer within {seconds} s, {time}"), marked("The consult was not answered")
    ),
    WhyCode.CONSULT_DECLINED: Said(marked("{target} declined the consult, {time}"), marked("The consult was declined")),
    WhyCode.CONSULT_BUSY: Said(marked("{target} was busy, {time}"), marked("The line of the consult was busy")),
    WhyCode.CONSULT_UNREACHABLE: Said(
        marked("{target} could not be reached, {time}: is the number right?"),
        marked("The consult could not be put through: is the number right?"),
    ),
    WhyCode.CONSULT_LEFT: Said(marked("{target} left the consult, {time}"), marked("The other side left the consult")),
    WhyCode.CONSULT_WITHDRAWN: Said(
        marked("{agent} no longer needs the consult, {time}"), marked("The consult is no longer needed")
    ),
    WhyCode.TRANSFERRED_BY: Said(marked("Transferred by {agent}, {time}"), marked("Transferred by a colleague")),
    WhyCode.TRANSFER_FAILED: Said(
        marked("{target} did not take the transferred call, {time}: the customer waits in the queue"),
        marked("Nobody took the transferred call: the customer waits in the queue"),
    ),
    WhyCode.KEY_TRANSFER_REFUSED: Said(
        marked("Your phone's transfer to {number} was refused, {time}. {reason}"),
        marked("Your phone's transfer was refused: the call is still yours."),
    ),
    WhyCode.RECORDING_RESUMED: Said(
        marked("The recording went on by itself after {seconds} s, {time}"), marked("The recording went on by itself")
    ),
    WhyCode.APPOINTMENT_DUE: Said(
        marked("The appointment for {at} was due, {time}"), marked("The appointment was due")
    ),
    WhyCode.RULES_CHANGED: Said(marked("The rules of the callback list were changed, {time}")),
    WhyCode.GROUP_FULL: Said(
        marked("{group} had no room for more than {capacity} who wait, {time}"),
        marked("The group had no room for another who waits"),
    ),
    WhyCode.WAITED_TOO_LONG: Said(
        marked("Nobody took the call within {seconds} s, {time}"), marked("Nobody took the call in time")
    ),
    WhyCode.CUSTOMER_CALLED: Said(marked("The customer called meanwhile and is being served, {time}")),
    WhyCode.TAKEN_FROM_LIST: Said(
        marked("{agent} called the customer from the list, {time}"), marked("A colleague called from the list")
    ),
    WhyCode.LISTENING: Said(
        marked("You are listening to {agent}: no calls until you stop, {time}"),
        marked("You are listening to a colleague: no calls until you stop"),
    ),
    WhyCode.LISTENING_NOT_ANSWERED: Said(
        marked("Your phone {phone} was not answered, {time}: answer it to listen"),
        marked("Your phone was not answered: answer it to listen"),
    ),
    WhyCode.LISTENING_PHONE_BUSY: Said(
        marked("Your phone {phone} was busy, {time}: hang it up, then listen"),
        marked("Your phone was busy: hang it up, then listen"),
    ),
    WhyCode.LISTENING_PHONE_UNREACHABLE: Said(
        marked("Your phone {phone} could not be reached, {time}: is it plugged in and registered?"),
        marked("Your phone could not be reached: is it plugged in and registered?"),
    ),
    WhyCode.LISTENING_OVER: Said(
        marked("{agent} is in that conversation no longer, {time}"), marked("The conversation is over")
    ),
    WhyCode.CALLBACK_CANCELLED: Said(marked("Callback cancelled, {time}")),
    WhyCode.RIGHTS_CHANGED: Said(marked("An administrator decided that you take no contacts, {time}")),
    WhyCode.QUEUED_STATE: Said(marked("As you had chosen for after the call, {time}")),
    WhyCode.UNKNOWN: GENERAL_WHY,
}
