"""What can be typed about the world outside the centre: whom the server tells what, and by which command."""

from __future__ import annotations

import argparse
import os
from urllib.parse import urlsplit

from .messengers import TEXT, TO
from .programs import TOKEN_VARIABLE, parts
from .settings import LinkCommand, MessageWay

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_COMMAND = 3_600


class Unusable(Exception):
    """Something that whoever typed the command can put right: one sentence."""


def outside(parser: argparse.ArgumentParser) -> None:
    """What is told to the world outside the centre: to an administrator, and to agents without a screen."""
    parser.add_argument("--on-pbx-lost", default="", metavar="COMMAND", help="run when the link to the PBX is lost")
    parser.add_argument("--on-pbx-back", default="", metavar="COMMAND", help="run when it is there again")
    parser.add_argument(
        "--command-seconds",
        type=float,
        default=LinkCommand().seconds,
        metavar="N",
        help="how long such a command may take (default: %(default)g)",
    )
    parser.add_argument("--command-shell", action="store_true", help="run them through the system's shell")
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--message-command",
        default="",
        metavar="COMMAND",
        help=f"run to send a text message to an agent: {TO} and {TEXT} in its environment",
    )
    way.add_argument(
        "--message-url",
        default="",
        metavar="URL",
        help=f"gets a POST for each text message instead; its bearer token is read from {TOKEN_VARIABLE}",
    )


def link_command(options: argparse.Namespace) -> LinkCommand:
    """Raises `BadCommand`, `Unusable`."""
    if not 0 < options.command_seconds <= LONGEST_COMMAND:
        raise Unusable(f"--command-seconds is a number of seconds, up to {LONGEST_COMMAND}")
    for command in (options.on_pbx_lost, options.on_pbx_back):
        if command and not options.command_shell:
            parts(command)
    return LinkCommand(
        on_lost=options.on_pbx_lost,
        on_back=options.on_pbx_back,
        seconds=options.command_seconds,
        shell=options.command_shell,
    )


def messages(options: argparse.Namespace) -> MessageWay:
    """Raises `BadCommand`, `Unusable`."""
    if options.message_command and not options.command_shell:
        parts(options.message_command)
    if options.message_url:
        where = urlsplit(options.message_url)
        safe = where.scheme == "https" or (where.scheme == "http" and where.hostname in LOOPBACK)
        if not safe or not where.hostname or where.username is not None:
            raise Unusable(
                "--message-url is an https address without a password in it; http goes to this computer alone"
            )
    return MessageWay(
        command=options.message_command,
        url=options.message_url,
        token=os.environ.get(TOKEN_VARIABLE, ""),
        seconds=options.command_seconds,
        shell=options.command_shell,
    )
