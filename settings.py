"""The one reader of the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set, by environment or `.env`. docs/reference/settings.md is generated from it."""

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore", populate_by_name=True)

    host: str = Field("127.0.0.1", alias="KINORA_HOST", description="Address to listen on.")
    port: int = Field(7860, alias="KINORA_PORT", ge=1, le=65535, description="Port to listen on.")
    data_dir: Path = Field(Path("var"), alias="KINORA_DATA_DIR", description="Where everything is kept in solo mode.")
    secret: SecretStr | None = Field(
        None, alias="KINORA_SECRET", description="Signs tokens and links; made and kept in the data folder when absent."
    )
    public_url: str = Field(
        "", alias="KINORA_PUBLIC_URL", description="The URL people use, such as https://studio.example.org."
    )
    database_url: str = Field(
        "", alias="DATABASE_URL", description="PostgreSQL URL; SQLite in the data folder when empty."
    )
    redis_url: str = Field("", alias="REDIS_URL", description="Redis URL; an embedded server when empty.")
    smtp_host: str = Field(
        "", alias="KINORA_SMTP_HOST", description="The mail server; without one, links are written to the log."
    )
    smtp_port: int = Field(587, alias="KINORA_SMTP_PORT", ge=1, le=65535, description="Its port.")
    smtp_user: str = Field("", alias="KINORA_SMTP_USER", description="Who signs in there; nobody when empty.")
    smtp_password: SecretStr = Field(SecretStr(""), alias="KINORA_SMTP_PASSWORD", description="Their password.")
    smtp_from: str = Field(
        "Kinora <kinora@localhost>", alias="KINORA_SMTP_FROM", description="Who letters come from, with an address."
    )
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        alias="KINORA_SMTP_TLS",
        description="starttls (usually port 587), tls from the first byte (465), or none on a trusted network.",
    )
    google_client_id: str = Field(
        "",
        alias="KINORA_GOOGLE_CLIENT_ID",
        description="Signs people in with Google; its redirect URI is KINORA_PUBLIC_URL/oauth/google/back.",
    )
    google_client_secret: SecretStr = Field(
        SecretStr(""), alias="KINORA_GOOGLE_CLIENT_SECRET", description="The secret that belongs to it."
    )
    github_client_id: str = Field(
        "",
        alias="KINORA_GITHUB_CLIENT_ID",
        description="Signs people in with GitHub; its redirect URI is KINORA_PUBLIC_URL/oauth/github/back.",
    )
    github_client_secret: SecretStr = Field(
        SecretStr(""), alias="KINORA_GITHUB_CLIENT_SECRET", description="The secret that belongs to it."
    )
    oidc_client_id: str = Field(
        "",
        alias="KINORA_OIDC_CLIENT_ID",
        description="Signs people in by an OpenID Connect service, leading back to KINORA_PUBLIC_URL/oauth/oidc/back.",
    )
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), alias="KINORA_OIDC_CLIENT_SECRET", description="The secret that belongs to it."
    )
    oidc_issuer: str = Field(
        "",
        alias="KINORA_OIDC_ISSUER",
        description="That service's issuer, such as https://login.example.org/realms/art.",
    )
    oidc_title: str = Field("Single sign-on", alias="KINORA_OIDC_TITLE", description="What its button says.")
    require_verified: bool = Field(
        False, alias="KINORA_REQUIRE_VERIFIED", description="Take jobs only from accounts with a verified address."
    )
    s3_endpoint: str = Field("", alias="S3_ENDPOINT", description="S3-compatible store; the data folder when empty.")
    s3_bucket: str = Field("kinora", alias="S3_BUCKET", description="Bucket for all objects.")
    s3_access_key: str = Field("", alias="S3_ACCESS_KEY", description="Access key of the store.")
    s3_secret_key: SecretStr = Field(SecretStr(""), alias="S3_SECRET_KEY", description="Secret key of the store.")
    models_dir: Path | None = Field(
        None, alias="KINORA_MODELS_DIR", description="Folder of model weights; `models` in the data folder when empty."
    )
    hub_url: str = Field(
        "https://huggingface.co", alias="KINORA_HUB_URL", description="The model hub that weights are downloaded from."
    )
    hub_token: SecretStr = Field(
        SecretStr(""), alias="KINORA_HUB_TOKEN", description="A token of an account there, for models that ask for one."
    )
    workers: int | None = Field(
        None, alias="KINORA_WORKERS", ge=0, le=64, description="Embedded worker processes; 1 when empty, 0 for none."
    )
    jobs_per_hour: int = Field(
        10, alias="KINORA_JOBS_PER_HOUR", ge=1, description="Jobs that one user may start an hour."
    )
    minor_jobs_per_hour: int = Field(
        60,
        alias="KINORA_MINOR_JOBS_PER_HOUR",
        ge=1,
        description="Storyboards and redrawn scenes that one user may start an hour; they do not count as jobs.",
    )
    max_queued_per_user: int = Field(
        100, alias="KINORA_MAX_QUEUED_PER_USER", ge=1, description="Jobs of one user that may wait at once."
    )
    max_running_per_user: int = Field(
        4,
        alias="KINORA_MAX_RUNNING_PER_USER",
        ge=1,
        description="Jobs of one user that run at once, however many workers there are; the others wait.",
    )
    webhooks_private: bool = Field(
        False, alias="KINORA_WEBHOOKS_PRIVATE", description="Let webhooks lead to servers in private networks."
    )
    forwarded_allow_ips: str = Field(
        "",
        alias="KINORA_FORWARDED_ALLOW_IPS",
        description="Addresses of proxies whose X-Forwarded-* headers are believed, separated by commas.",
    )
    frame_ancestors: Annotated[tuple[str, ...], NoDecode] = Field(
        ("'self'",), alias="KINORA_FRAME_ANCESTORS", description="Who may show Kinora in a frame, separated by spaces."
    )
    moderation: str = Field(
        "",
        alias="KINORA_MODERATION",
        description="What is done about kinds of content, as in sexual=allow gore=refuse (docs/how-to/moderation.md).",
    )
    keep_outputs_days: int = Field(
        7, alias="KINORA_KEEP_OUTPUTS_DAYS", ge=0, description="Days results are kept, favourites longer; 0 for ever."
    )
    keep_inputs_days: int = Field(
        30, alias="KINORA_KEEP_INPUTS_DAYS", ge=0, description="Days copies of jobs' inputs are kept; 0 for ever."
    )
    keep_stages_days: int = Field(
        7, alias="KINORA_KEEP_STAGES_DAYS", ge=0, description="Days finished steps of jobs are kept; 0 for ever."
    )
    c2pa_cert: Path | None = Field(
        None,
        alias="KINORA_C2PA_CERT",
        description="Certificates (PEM, the signer's first) that results are signed with; Kinora's own when empty.",
    )
    c2pa_key: Path | None = Field(None, alias="KINORA_C2PA_KEY", description="Its private key (PEM).")
    chat_url: str = Field(
        "",
        alias="KINORA_CHAT_URL",
        description="An OpenAI-compatible server for scripts, such as http://localhost:8000/v1.",
    )
    chat_key: SecretStr = Field(SecretStr(""), alias="KINORA_CHAT_KEY", description="Its API key.")
    chat_model: str = Field("", alias="KINORA_CHAT_MODEL", description="The model to ask it for.")

    @field_validator("frame_ancestors", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("data_dir", "models_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else Path(os.path.abspath(value))

    @property
    def database(self) -> str:
        """The database's URL, SQLite in the data folder by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kinora.db'}"

    @property
    def url(self) -> str:
        """Where people reach Kinora, without a slash at its end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def models(self) -> Path:
        return self.models_dir or self.data_dir / "models"

    @property
    def secure(self) -> bool:
        """Whether people reach Kinora by HTTPS, so that cookies must be Secure."""
        return self.public_url.startswith("https://")
