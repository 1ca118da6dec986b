"""The folder that is written for whoever sets Asterisk up: nothing in it is overwritten, and what holds a password is for its
owner's eyes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.telephony.asterisk.settings import PASSWORD_VARIABLE, AsteriskSettings
from agent_client.backend.telephony.asterisk.sounds import NUMBER

from .configuration import SECRET, Plan, existing, new
from .music import waiting
from .prompts import NUMBERS, TEXTS, known, to_be_recorded
from .speaking import CannotSpeak, program, spoken

ENVIRONMENT = "agent-client.env"
READ_ME = "READ-ME.txt"
MUSIC = "music/waiting.wav"
USUAL = AsteriskSettings()
PUBLIC, PRIVATE, FOLDER = 0o644, 0o600, 0o755


class CannotWrite(Exception):
    """Why: one sentence."""


def secret() -> str:
    """A password that no configuration file has to quote."""
    return secrets.token_urlsafe(24)


def write(folder: Path, plan: Plan, *, into_existing: bool, sounds: str) -> tuple[str, ...]:
    """Everything, or nothing where something is there already. Returns what is left to be done, a sentence each. Raises
    `CannotWrite`, `BadPlan`."""
    texts = dict(existing(plan) if into_existing else new(plan))
    texts[ENVIRONMENT] = f"{PASSWORD_VARIABLE}={plan.secret}\n"
    texts[READ_ME] = _existing_read_me(texts, plan) if into_existing else _new_read_me(plan)
    spoken_sounds, left = _sounds(plan, sounds)
    texts[f"sounds/{plan.language}/{sounds}.txt"] = to_be_recorded(sounds, plan.language)
    files = {name: text.encode() for name, text in texts.items()} | spoken_sounds
    if not into_existing:
        files[MUSIC] = waiting()
    there = sorted(name for name in files if (folder / name).exists())
    if there:
        raise CannotWrite(f"{folder / there[0]} is there already: name a new folder, nothing is overwritten")
    try:
        for name, content in files.items():
            _write(folder / name, content, PRIVATE if name in SECRET or name == ENVIRONMENT else PUBLIC)
    except OSError as error:
        raise CannotWrite(f"{error.filename or folder} cannot be written: {error.strerror}") from None
    return left


def _sounds(plan: Plan, folder: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
    list_name = f"sounds/{plan.language}/{folder}.txt"
    voice = known(plan.language)
    if not voice:
        return {}, (f"record the prompts in {plan.language}: they are listed in {list_name}",)
    if program() is None:
        return {}, (f"record the prompts listed in {list_name}, or install espeak-ng and write the folder anew",)
    try:
        words: dict[str, str] = {prompt.value: TEXTS[voice][prompt] for prompt in Prompt}
        if voice != "en":  # Asterisk has always those
            words |= {f"{NUMBER}{number}": str(number) for number in NUMBERS}
        made = {f"sounds/{plan.language}/{folder}/{name}.wav": spoken(said, voice) for name, said in words.items()}
    except CannotSpeak as error:
        return {}, (f"record the prompts listed in {list_name}: {error}",)
    return made, (f"record the prompts listed in {list_name} some day: a machine speaks them now",)


def _write(file: Path, content: bytes, mode: int) -> None:
    file.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)


def _new_read_me(plan: Plan) -> str:
    return f"""\
Asterisk for the centre.

1. Look through these files, above all pjsip.conf (the carrier) and rtp.conf (the ports).
2. Copy them over those in /etc/asterisk, as root, and give them to the user that Asterisk runs as:
     install -o asterisk -g asterisk -m 640 *.conf /etc/asterisk/
   the sounds, and the music for those who wait, which you may replace by better:
     cp -r sounds/. /usr/share/asterisk/sounds/
     mkdir -p {plan.music} && cp music/* {plan.music}/
3. Restart Asterisk.
4. Start the server with the password of {ENVIRONMENT}:
     set -a; . ./{ENVIRONMENT}; set +a
     agent-client-backend serve --database … {_serve_options(plan)}
5. Ask what is still missing:
     agent-client-backend doctor {_serve_options(plan)}
"""


def _existing_read_me(texts: Mapping[str, str], plan: Plan) -> str:
    places = {
        "ari_agent_client.conf": ("ari.conf", "ari_additional_custom.conf"),
        "websocket_client_agent_client.conf": ("websocket_client.conf", "websocket_client.conf"),
        "extensions_agent_client.conf": ("extensions.conf", "extensions_custom.conf"),
        "pjsip_agent_client.conf": ("pjsip.conf", "pjsip_custom.conf"),
        "sorcery_agent_client.conf": ("sorcery.conf", "sorcery.conf"),
    }
    rows = "".join(
        f"     {name:<38}{asterisk:<24}{freepbx}\n" for name, (asterisk, freepbx) in places.items() if name in texts
    )
    return f"""\
The centre's pieces for an Asterisk that is there. Nothing of yours is replaced.

1. Copy the *_agent_client.conf files into /etc/asterisk, readable by the user that Asterisk runs as and nobody else.
2. Include each, by a line #include NAME, in this file of Asterisk; of FreePBX, which writes its own files anew, in that one:

     piece                                 Asterisk                FreePBX
{rows}
   What each file says at its top belongs to it. http.conf must have enabled = yes and bindaddr = {plan.http[0]}.
   modules.txt lists the modules.
3. Restart Asterisk, or: core reload, then module reload res_ari.so.
4. Send the centre's numbers to the context agent-client: see extensions_agent_client.conf. In FreePBX: a Custom Destination
   agent-client,${{EXTEN}},1 and an Inbound Route to it.
5. Start the server with the password of {ENVIRONMENT}, and the names of your trunk and phones:
     set -a; . ./{ENVIRONMENT}; set +a
     agent-client-backend serve --database … {_serve_options(plan)} --trunk 'PJSIP/{{number}}@YOUR-TRUNK'
6. Ask what is still missing:
     agent-client-backend doctor {_serve_options(plan)} --trunk 'PJSIP/{{number}}@YOUR-TRUNK'
"""


def _serve_options(plan: Plan) -> str:
    host, port = plan.http
    listen = f" --asterisk-listen {plan.backend}" if plan.backend else ""
    app = f" --asterisk-app {plan.app}" if plan.app != USUAL.app else ""
    language = f" --sounds-language {plan.language}" if plan.language != USUAL.sounds_language else ""
    return f"--asterisk http://{host}:{port} --asterisk-user {plan.user}{app}{listen}{language}"
