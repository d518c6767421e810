"""The keys of this city: made on first use, kept in KEYS_DIR, read once a process.

`seal.pem` is a P-256 key with its self-signed certificate, for files. `claims.pem` is
an Ed25519 key, for QR codes. To change the latter, rename it to `claims-<date>.pem` and
restart: a new one is made, and papers of the old one go on being verified. Every host
that signs needs the same folder.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from city.selectors import profile
from papers.signing.key_files import read_or_make

SEAL, CLAIMS, OLDER_CLAIMS = "seal.pem", "claims.pem", "claims-*.pem"
CERTIFICATE_LASTS = timedelta(days=10 * 365)
KID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class SealKey:
    """The key that seals files, and the certificate that says whose it is."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies claims: its id, as a QR names it, and its 32 bytes."""

    kid: str
    raw: bytes


def sign_claims(message: bytes) -> bytes:
    """The Ed25519 signature of a message by the present key (64 bytes)."""
    return _claims_key(settings.KEYS_DIR).sign(message)


def public_keys() -> list[PublicKey]:
    """The keys that verify claims: the present one first, then those before it."""
    folder: Path = settings.KEYS_DIR
    older = sorted(folder.glob(OLDER_CLAIMS), reverse=True)
    keys = [_claims_key(folder), *(_ed25519(path.read_bytes()) for path in older)]
    return [_public(key) for key in keys]


def seal_key(now: datetime) -> SealKey:
    """The key and certificate for files; made now if there is none yet."""
    path = settings.KEYS_DIR / SEAL
    return _parsed_seal(read_or_make(path, lambda: _new_seal(now)))


def seal_certificate(now: datetime) -> str:
    """The certificate as PEM, for those who want to check a file's seal."""
    return seal_key(now).certificate.public_bytes(Encoding.PEM).decode()


@lru_cache(maxsize=4)
def _claims_key(folder: Path) -> Ed25519PrivateKey:
    return _ed25519(read_or_make(folder / CLAIMS, _new_claims_key))


def _ed25519(pem: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("a key of claims is not an Ed25519 key")
    return key


def _public(key: Ed25519PrivateKey) -> PublicKey:
    raw = key.public_key().public_bytes_raw()
    return PublicKey(sha256(raw).hexdigest()[:KID_LENGTH], raw)


@lru_cache(maxsize=4)
def _parsed_seal(pem: bytes) -> SealKey:
    private = load_pem_private_key(pem, password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{SEAL} does not hold an elliptic curve key")
    return SealKey(private, x509.load_pem_x509_certificate(pem))


def _new_claims_key() -> bytes:
    return _pem(Ed25519PrivateKey.generate())


def _new_seal(now: datetime) -> bytes:
    """A P-256 key and a certificate that is honest about who vouches for it: nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    city = profile().full_name
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, city),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Segel Elektronik {city} (demo)"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CERTIFICATE_LASTS)
        .add_extension(_SIGNS_DOCUMENTS, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(Encoding.PEM)


def _pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


_SIGNS_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
