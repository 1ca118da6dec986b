"""What the throw-away Asterisk is told: its folders, its ports, its phones and the one trunk, whose other end is an address."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .fetching import Unpacked

MODULES = """
res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd res_http_websocket
res_websocket_client res_pjproject res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_outbound_registration res_pjsip_endpoint_identifier_ip
res_pjsip_endpoint_identifier_user res_pjsip_registrar res_pjsip_sdp_rtp res_pjsip_caller_id
res_pjsip_diversion res_pjsip_dtmf_info res_pjsip_header_funcs res_pjsip_logger res_pjsip_nat res_pjsip_acl
res_pjsip_refer res_pjsip_rfc3326 res_rtp_asterisk res_musiconhold chan_pjsip res_rtp_multicast chan_rtp
chan_bridge_media bridge_simple bridge_softmix bridge_holding bridge_native_rtp codec_ulaw codec_alaw
codec_a_mu codec_gsm codec_g722 codec_resample format_pcm format_gsm format_sln format_wav res_stasis
res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop res_stasis_device_state
res_ari_model res_ari res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels
res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks res_ari_recordings res_ari_sounds
app_stasis pbx_config app_dial app_playback app_echo func_callerid func_channel func_hangupcause
func_pjsip_endpoint func_pjsip_contact func_pjsip_aor func_timeout func_talkdetect func_jitterbuffer app_stack
"""


class Plan(Struct, frozen=True, kw_only=True):
    """``phones``: each with its password. ``backend``: where Asterisk connects to us; empty: we connect. The seconds are those
    after which something is noticed to be gone."""

    folder: Path
    unpacked: Unpacked
    settings: AsteriskSettings
    phones: Mapping[str, str]
    http: int
    sip: int
    rtp: tuple[int, int]
    host: str = "127.0.0.1"
    trunk: tuple[str, int] = ("127.0.0.2", 5060)
    backend: str = ""
    data: Path | None = None
    """Its sounds, where they are not those that came with it."""
    music: Path | None = None
    qualify_seconds: int = 15
    qualify_patience: float = 2.0
    silence_seconds: int = 30
    reconnect_ms: int = 200


def written(plan: Plan) -> dict[str, str]:
    """The files' names and texts."""
    files = dict.fromkeys(("acl", "ccss", "cel", "features", "manager", "pjproject", "stasis", "udptl", "amd"), "")
    files |= {
        "asterisk": _asterisk(plan),
        "modules": "[modules]\nautoload = no\n" + "".join(f"load = {name}.so\n" for name in MODULES.split()),
        "logger": "[general]\ndateformat = %F %T.%3q\n[logfiles]\nmessages.log => notice,warning,error\n",
        "cdr": "[general]\nenable = no\n",
        "http": f"[general]\nenabled = yes\nservername =\nbindaddr = {plan.host}\nbindport = {plan.http}\nsessionlimit = 200\n",
        "rtp": f"[general]\nrtpstart = {plan.rtp[0]}\nrtpend = {plan.rtp[1]}\nicesupport = no\n",
        "ari": _ari(plan),
        "websocket_client": _websocket(plan),
        "musiconhold": f"[default]\nmode = files\ndirectory = {plan.music}\n" if plan.music else "",
        "indications": "[general]\ncountry = eu\n[eu]\ndescription = Europe\nringcadence = 1000,4000\ndial = 425\n"
        "busy = 425/500,0/500\nring = 425/1000,0/4000\ncongestion = 425/250,0/250\n",
        "sorcery": "[res_pjsip]\n"
        + "".join(
            f"{kind}/file = config,pjsip.conf,criteria=type={kind}\n{kind}/made = astdb,ps_{kind}\n"
            for kind in ("auth", "aor", "endpoint")
        ),
        "extensions": _dialplan(plan),
        "pjsip": _sip(plan),
    }
    return {f"{name}.conf": text for name, text in files.items()}


def _asterisk(plan: Plan) -> str:
    folder, unpacked = plan.folder, plan.unpacked
    places = {"astetcdir": "etc", "astvarlibdir": "lib", "astdbdir": "lib", "astkeydir": "lib", "astagidir": "lib"}
    places |= {"astspooldir": "spool", "astrundir": "run", "astlogdir": "log", "astcachedir": "cache"}
    lines = [f"{name} = {folder / place}" for name, place in places.items()]
    lines += [f"astmoddir = {unpacked.modules}"] if unpacked.modules else []
    data = plan.data or unpacked.data
    lines += [f"astdatadir = {data}"] if data else []
    entity = ":".join(f"{byte:02x}" for byte in (2, *secrets.token_bytes(5)))  # else all of one computer have the same
    return (
        "[directories]\n" + "\n".join(lines) + "\n[options]\ndocumentation_language = en_US\n"
        f"verbose = 0\nnocolor = yes\nsystemname = {folder.name[-6:]}\nentityid = {entity}\nmaxfiles = 20000\n"
    )


def _ari(plan: Plan) -> str:
    settings = plan.settings
    text = (
        "[general]\nenabled = yes\nwebsocket_write_timeout = 500\nchannelvars = cc_call,cc_leg\n"
        f"[{settings.user}]\ntype = user\npassword = {settings.password}\n"
    )
    if plan.backend:
        text += (
            "[backend]\ntype = outbound_websocket\nwebsocket_client_id = backend\n"
            f"apps = {settings.app}\nlocal_ari_user = {settings.user}\n"
        )
    return text


def _websocket(plan: Plan) -> str:
    if not plan.backend:
        return ""
    return (
        f"[backend]\ntype = websocket_client\nconnection_type = persistent\nuri = ws://{plan.backend}/\nprotocols = ari\n"
        f"username = {plan.settings.user}\npassword = {plan.settings.password}\n"
        f"connection_timeout = 500\nreconnect_interval = {plan.reconnect_ms}\n"
    )


def _dialplan(plan: Plan) -> str:
    app = plan.settings.app
    return (
        "[general]\nstatic = yes\n"
        f"[agent-client-trunk]\nexten => _[+0-9].,1,Ringing()\n same => n,Stasis({app},in,${{EXTEN}})\n"
        ' same => n,GotoIf($["${STASISSTATUS}" = "SUCCESS"]?bye)\n same => n,Hangup(34)\n same => n(bye),Hangup()\n'
        f"[{plan.settings.phone_context}]\nexten => _[+*0-9].,1,Stasis({app},out,${{EXTEN}})\n same => n,Hangup()\n"
    )


def _sip(plan: Plan) -> str:
    media = (
        f"disallow = all\nallow = ulaw,alaw\ndirect_media = no\nmedia_address = {plan.host}\n"
        "bind_rtp_to_media_address = yes\ndtmf_mode = rfc4733\nsend_pai = yes\n"
        f"rtp_timeout = {plan.silence_seconds}\nrtp_timeout_hold = 300\n"
    )
    phones = "".join(
        f"[{phone}](phone)\naors = {phone}\nauth = {phone}\ncallerid = {phone} <{phone}>\n"
        f"[{phone}](phone-auth)\nusername = {phone}\npassword = {password}\n[{phone}](phone-aor)\n"
        for phone, password in plan.phones.items()
    )
    host, port = plan.trunk
    return (
        "[global]\ntype = global\nuser_agent = agent-client\nendpoint_identifier_order = ip,username\n"
        f"[udp]\ntype = transport\nprotocol = udp\nbind = {plan.host}:{plan.sip}\n"
        f"[trunk]\ntype = endpoint\ncontext = agent-client-trunk\naors = trunk\n{media}send_connected_line = no\n"
        f"trust_id_inbound = yes\nfrom_domain = {plan.host}\n[trunk]\ntype = aor\ncontact = sip:{host}:{port}\n"
        f"[trunk]\ntype = identify\nendpoint = trunk\nmatch = {host}\n"
        f"[phone](!)\ntype = endpoint\ncontext = {plan.settings.phone_context}\n{media}device_state_busy_at = 1\n"
        "set_var = PJSIP_TRANSFER_HANDLING()=ari-only\nrtp_keepalive = 2\n"
        "[phone-auth](!)\ntype = auth\nauth_type = digest\n[phone-aor](!)\ntype = aor\nmax_contacts = 1\n"
        f"remove_existing = yes\nminimum_expiration = 30\nqualify_frequency = {plan.qualify_seconds}\n"
        f"qualify_timeout = {plan.qualify_patience}\n{phones}"
    )
