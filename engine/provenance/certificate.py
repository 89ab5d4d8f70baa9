"""The certificate that an installation signs with: its own, or one that the administrator brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

SEED_BYTES = 32
NOT_BEFORE, NOT_AFTER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
"""Fixed, so that the certificate follows from the seed alone. Nothing here asks a time stamping authority, so a
signature is worth as much as its certificate lasts: longer than the files."""

CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
"""C2PA's own purpose of a key (C2PA 2.1, section 14.5.1); readers of older versions want emailProtection."""

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Credential:
    """What signs.

    Attributes:
        chain: certificates in PEM, the signer's first.
        key: its private key in PEM (PKCS 8).
        algorithm: as C2PA names it, such as "es256".
    """

    chain: str
    key: str = field(repr=False)
    algorithm: str = "es256"

    @property
    def serial(self) -> str:
        """The signer's serial number, decimal, as readers give it."""
        return serial_of(self.chain)


def installation_credential(seed: bytes) -> Credential:
    """The certificate of an installation and that of the small authority above it, both out of a secret seed.

    All machines that share the secret sign as one, and nothing needs to be copied between them.

    Args:
        seed: 32 secret bytes, used for nothing else.
    """
    if len(seed) < SEED_BYTES:
        raise ValueError(f"a seed needs {SEED_BYTES} bytes")
    authority, signer = _key(seed, b"authority"), _key(seed, b"signer")
    short = _number(signer.public_key()).to_bytes(19, "big").hex()[:8]
    above, own = _name(f"Kinora installation {short} authority"), _name(f"Kinora installation {short}")
    root = _certificate(above, authority.public_key(), above, authority, ca=True)
    leaf = _certificate(own, signer.public_key(), above, authority, ca=False)
    key = signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credential(_pem(leaf) + _pem(root), key.decode())


def brought_credential(chain: Path, key: Path) -> Credential:
    """The certificate chain and key in these PEM files.

    Raises:
        ValueError: they cannot be read, do not belong together, or the key is of a kind that C2PA does not know.
    """
    try:
        certificates = x509.load_pem_x509_certificates(chain.read_bytes())
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"KINORA_C2PA_CERT or KINORA_C2PA_KEY cannot be read: {error}") from None
    if _public(certificates[0].public_key()) != _public(private.public_key()):
        raise ValueError("KINORA_C2PA_KEY is not the key of the first certificate in KINORA_C2PA_CERT")
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credential("".join(map(_pem, certificates)), text.decode(), _algorithm(private))


def serial_of(chain: str) -> str:
    """The serial number of the first certificate in a PEM text, decimal."""
    return str(x509.load_pem_x509_certificates(chain.encode())[0].serial_number)


def root_of(chain: str) -> str:
    """The last certificate in a PEM text, in PEM: whoever trusts it trusts the first one."""
    return _pem(x509.load_pem_x509_certificates(chain.encode())[-1])


def _algorithm(key: PrivateKeyTypes) -> str:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        names = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
        if key.curve.name in names:
            return names[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return "ps256"
    raise ValueError("KINORA_C2PA_KEY must be a P-256, P-384, P-521, Ed25519 or RSA key")


def _key(seed: bytes, purpose: bytes) -> ec.EllipticCurvePrivateKey:
    """A P-256 key; 40 bytes of hash make the remainder even to within 2^-64 (FIPS 186-5, A.2.1)."""
    wide = sha256(seed + purpose + b"0").digest() + sha256(seed + purpose + b"1").digest()[:8]
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def _certificate(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(_number(public))
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.BasicConstraints(ca, 0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
    )
    if not ca:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, CLAIM_SIGNING])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


def _number(public: ec.EllipticCurvePublicKey) -> int:
    """A serial number: the first bits of the key's hash, positive and at most 19 bytes (RFC 5280, 4.1.2.2)."""
    return int.from_bytes(sha256(_public(public)).digest()[:19], "big") >> 1 | 1


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kinora"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _public(key: object) -> bytes:
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return encoded


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
