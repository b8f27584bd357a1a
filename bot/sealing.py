"""Keeps tokens of bots sealed: whoever reads the database alone reads none of them (DESIGN §11)."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Broken(Exception):
    """A sealed token cannot be opened: SECRET_KEY is another one than it was sealed with."""


def _fernet(secret: bytes) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"thidua tokens of bots").derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: bytes, token: str) -> str:
    """The token encrypted and signed under a key made from SECRET_KEY for this purpose alone."""
    return _fernet(secret).encrypt(token.encode()).decode()


def opened(secret: bytes, sealed: str) -> str:
    """The token. Raises Broken."""
    try:
        return _fernet(secret).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Broken from None
