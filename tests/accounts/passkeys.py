"""A passkey as a browser would have registered it, made here where no browser is at hand."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tableside.records.accounts.models import User

_NUMBER = b"\x07" * 16


def give_passkey(user: User, *, name: str) -> Authenticator:
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    public = ES256({1: 2, 3: ES256.ALGORITHM, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
    kept = AttestedCredentialData.create(bytes(16), _NUMBER, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    attested = AttestationObject.create("none", AuthenticatorData.create(sha256(b"testserver"), flags, 1, kept), {})
    said = CollectedClientData.create("webauthn.create", b"\x01" * 32, "http://testserver")
    credential: dict[str, Any] = {
        "id": websafe_encode(_NUMBER),
        "rawId": websafe_encode(_NUMBER),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attested)},
    }
    made: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": credential}
    )
    return made
