"""What the PBX can say to a caller, by name."""

from __future__ import annotations

from enum import StrEnum


class Prompt(StrEnum):
    """What the centre says to whoever calls its service number (A15): each is a sound of this name that the PBX has, in the
    language of the centre. What it says, in English, stands below it."""

    SIGNED_IN = "signed_in"
    """“You are signed in. Your calls will ring on your registered phone.”"""
    QUEUES = "queues"
    """“Number of your queues:” — the number follows."""
    SIGNED_OUT = "signed_out"
    """“You are signed out.”"""
    NOT_REGISTERED = "not_registered"
    """“This phone is not registered for signing in.”"""
    NUMBER_WITHHELD = "number_withheld"
    """“It does not show its number.”"""
    BUSY_NOW = "busy_now"
    """“You have a call in hand and stay signed in. Please call again when it is over.”"""
    NOT_WITH_CHAT = "not_with_chat"
    """“One of your queues brings chats, e-mails or messages. Please sign in at a computer.”"""
    NOT_WITH_CAMPAIGNS = "not_with_campaigns"
    """“One of your queues calls customers of a campaign. Please sign in at a computer.”"""
    NO_QUEUES = "no_queues"
    """“No queue is preselected for you. Please ask your administrator.”"""
    NO_CONTACTS = "no_contacts"
    """“You are not set up to take calls. Please ask your administrator.”"""
    LOCKED = "locked"
    """“Your account is locked. Please ask your administrator.”"""
    PHONE_IN_USE = "phone_in_use"
    """“A colleague is signed in on your registered phone.”"""
    PLEASE_WAIT = "please_wait"
    """“All agents are still busy. Please hold the line.”"""
    PLACE_IN_QUEUE = "place_in_queue"
    """“Your place in the queue is:” — the number follows."""
    CALLBACK_OFFER = "callback_offer"
    """“If you would like us to call you back, press:” — the key follows."""
    CALLBACK_NOTED = "callback_noted"
    """“Thank you. We will call you back.”"""
    SIGN_ON = "sign_on"
    """“You are signing in. To confirm, press 1.” To an agent whose public number is rung for their sign-on."""
    CALL_FOR_YOU = "call_for_you"
    """“A call for you. To take it, press 1.” To an agent on a public number, who might be its voicemail."""
