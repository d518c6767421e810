"""One call to Midtrans through `midtransclient`, bounded in time, size and trust.

The client has no timeout, follows redirects (a POST becomes a GET), believes the
machine's proxies, keeps headers per client and shows its key in its repr. So every
call gets a client of its own over a session that does none of that; what comes back
is a plain object or one of the port's errors.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import requests
from midtransclient import CoreApi, MidtransAPIError
from urllib3.exceptions import HTTPError

from payments.gateways.midtrans.errors import code_of, refusal_of
from payments.gateways.midtrans.json_object import JsonObject, read_object
from payments.gateways.port import GatewayUnavailable, UnreadableBody

EXPIRED = 407
IN_PROCESS = 202
CHUNK_BYTES = 16 * 1024

type Call = Callable[[CoreApi], object]


@dataclass(frozen=True, slots=True)
class MidtransConfig:
    """Where Midtrans is and who we are there. Keys never show in a repr.

    `previous_server_key` still verifies while the key is being replaced. Without a
    `url` the client's own addresses are used, chosen by `is_production`.
    """

    server_key: str = field(repr=False)
    previous_server_key: str = field(default="", repr=False)
    is_production: bool = False
    url: str = ""
    connect_seconds: float = 3.05
    read_seconds: float = 10
    body_bytes_max: int = 256 * 1024


class BoundedHttp:
    """What the client takes for the module `requests`: one answer, in time, or none."""

    def __init__(self, config: MidtransConfig) -> None:
        self._config = config

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Make the client's request with our bounds over its own options.

        Raises:
            GatewayUnavailable: no answer in time, or one that is not Midtrans' own.
            UnreadableBody: an answer that is no JSON object.
        """
        config = self._config
        bounds: dict[str, Any] = {
            "timeout": (config.connect_seconds, config.read_seconds),
            "allow_redirects": False,
            "proxies": {},
            "stream": True,
        }
        deadline = monotonic() + config.connect_seconds + config.read_seconds
        try:
            with requests.Session() as session:
                session.trust_env = False
                response = session.request(method, url, **options | bounds)
                body = b"".join(_read(response, deadline, config.body_bytes_max))
        except (requests.RequestException, HTTPError, OSError) as error:
            raise GatewayUnavailable(type(error).__name__) from None
        require_object(response.status_code, body)
        response._content = body
        return response


def _read(
    response: requests.Response, deadline: float, bytes_max: int
) -> Iterator[bytes]:
    """The body as it drips in. A timeout of the socket alone would wait for ever."""
    size = 0
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
        size += len(chunk)
        if size > bytes_max:
            raise GatewayUnavailable(f"an answer of more than {bytes_max} bytes")
        if monotonic() > deadline:
            raise GatewayUnavailable("an answer that took too long")
        yield chunk


def require_object(http_code: int, body: bytes) -> None:
    """Let pass what the client can be given: one JSON object that is no redirect.

    Raises:
        GatewayUnavailable: a redirect, or a page of some server on the way.
        UnreadableBody: anything else that is no JSON object.
    """
    if 300 <= http_code < 400:
        raise GatewayUnavailable(f"a redirect ({http_code})")
    try:
        read_object(body)
    except UnreadableBody:
        if http_code >= 500:
            raise GatewayUnavailable(f"a page with code {http_code}") from None
        raise


def ask(
    config: MidtransConfig, call: Call, headers: Mapping[str, str] | None = None
) -> JsonObject:
    """Make one call with a client of its own; answer the object Midtrans answered.

    Raises:
        GatewayError: in our words, whatever went wrong.
    """
    client = CoreApi(
        is_production=config.is_production,
        server_key=config.server_key,
        custom_headers=dict(headers or {}),
        proxies={},
    )
    if config.url:
        client.api_config.CORE_SANDBOX_BASE_URL = config.url
        client.api_config.CORE_PRODUCTION_BASE_URL = config.url
    client.http_client.http_client = BoundedHttp(config)
    try:
        answer = call(client)
    except MidtransAPIError as error:
        answer = error.api_response_dict
        if not _is_expired(answer, error.http_status_code):
            raise refusal_of(answer, error.http_status_code) from None
    except ValueError:
        # The client turns `status_code` into a number without looking.
        raise UnreadableBody("a status_code that is no number") from None
    if not isinstance(answer, dict):
        raise UnreadableBody("an answer that is no object")
    if code_of(answer, 0) == IN_PROCESS and "transaction_status" not in answer:
        raise GatewayUnavailable("the first call with this key is still in process")
    return answer


def _is_expired(answer: Mapping[str, object], http_code: int) -> bool:
    """407 tells that a payment has expired; some servers make it the HTTP code."""
    return code_of(answer, http_code) == EXPIRED and "transaction_status" in answer
