"""The environment, typed. Whatever is wrong with it is told at once, at start."""

from pathlib import Path

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]
DEVELOPMENT_SECRET = "development-only-secret-key-never-for-a-real-city"  # noqa: S105
DEVELOPMENT_SERVER_KEY = "SB-Mid-server-REMPAHDEMO"


class Environment(BaseSettings):
    """Every variable the product reads. Names: REMPAH_… unless an alias says otherwise.

    Raises:
        SystemExit: with every faulty variable named, when read through `read`.
    """

    model_config = SettingsConfigDict(env_prefix="REMPAH_", extra="ignore")

    database_url: str = Field(validation_alias="DATABASE_URL")
    database_owner_url: str | None = None
    redis_url: str = Field(validation_alias="REDIS_URL")
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    site_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    allowed_hosts: list[str] = []
    var: Path = REPOSITORY / "var"
    clock_file: Path | None = None
    midtrans_server_key: SecretStr = SecretStr(DEVELOPMENT_SERVER_KEY)
    midtrans_previous_server_key: SecretStr | None = None
    order_prefix: str = Field(default="RMP", pattern=r"^[A-Za-z0-9]{1,12}$")
    midtrans_client_key: SecretStr = SecretStr("SB-Mid-client-REMPAHDEMO")
    midtrans_merchant_id: str = "G000000001"
    midtrans_is_production: bool = False
    midtrans_url: AnyHttpUrl | None = None
    bank_url: AnyHttpUrl | None = None
    receipt_sweep_seconds: int = Field(default=10, ge=1, le=3600)
    payout_working_days: int = Field(default=3, ge=1, le=10)
    # How many proxies stand before the site; the last of them tells who is asking.
    proxies: int = Field(default=0, ge=0, le=9)
    # How long data of withdrawn and forgotten applications is kept (the city's JRA).
    abandoned_kept_days: int = Field(default=30, ge=1, le=3650)
    payments_rate: str = Field(default="30/min", pattern=r"^\d+/(s|min|hour|day)$")

    @property
    def hosts(self) -> list[str]:
        """The host names Django answers to: the site's own and those listed."""
        return [str(self.site_url.host), *self.allowed_hosts]


def read() -> Environment:
    """Read the environment, or end the start with one line per faulty variable."""
    try:
        return Environment()
    except ValidationError as errors:
        lines = [
            f"  {_variable(error['loc'])}: {error['msg']}" for error in errors.errors()
        ]
        raise SystemExit(
            "Rempah cannot start with this environment:\n" + "\n".join(lines)
        ) from None


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0])
    return name if name.isupper() else f"REMPAH_{name.upper()}"
