"""Proof of the password without sending it (RFC 2617, RFC 7616): the answer to a registrar's or proxy's challenge."""

from __future__ import annotations

import hashlib
import re
import secrets

from .messages import Response

_ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256"}


def answer(challenge: Response, method: str, uri: str, user: str, password: str) -> tuple[str, str] | None:
    """The header to send the request again with. None: it asks for what we cannot do."""
    asked, given = ("WWW-Authenticate", "Authorization")
    if challenge.status == 407:
        asked, given = ("Proxy-Authenticate", "Proxy-Authorization")
    for text in challenge.all(asked):
        asks = {
            name.lower(): quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', text)
        }
        algorithm = asks.get("algorithm", "MD5").upper()
        if text.lower().startswith("digest") and algorithm in _ALGORITHMS:
            return given, _digest(asks, algorithm, method, uri, user, password)
    return None


def _digest(asks: dict[str, str], algorithm: str, method: str, uri: str, user: str, password: str) -> str:
    def hashed(text: str) -> str:
        return hashlib.new(_ALGORITHMS[algorithm], text.encode()).hexdigest()

    realm, nonce, ours = asks.get("realm", ""), asks.get("nonce", ""), secrets.token_hex(8)
    who, what = hashed(f"{user}:{realm}:{password}"), hashed(f"{method}:{uri}")
    parts = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
    bare = {"algorithm": algorithm}
    if "qop" in asks:
        parts |= {"response": hashed(f"{who}:{nonce}:00000001:{ours}:auth:{what}"), "cnonce": ours}
        bare |= {"qop": "auth", "nc": "00000001"}
    else:
        parts["response"] = hashed(f"{who}:{nonce}:{what}")
    if "opaque" in asks:
        parts["opaque"] = asks["opaque"]
    said = [f'{name}="{value}"' for name, value in parts.items()] + [f"{name}={value}" for name, value in bare.items()]
    return "Digest " + ", ".join(said)
