"""What the API says of itself: its OpenAPI description and the page of its codes."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularJSONAPIView

from config.sentences import SENTENCES

# Codes of the protocol itself; those of the rules stand in config.refusals.
PROTOCOL_PROBLEMS = {
    "invalid": (
        _("Isian tidak sah"),
        _("`errors` menyebut tiap isian dengan penunjuk, kode, dan kalimatnya."),
    ),
    "parse_error": (_("Isi permintaan bukan JSON"), _("Kirim satu objek JSON.")),
    "method_not_allowed": (
        _("Metode ini tidak tersedia di alamat ini"),
        _("Lihat openapi.json."),
    ),
    "unsupported_media_type": (
        _("Jenis isi tidak didukung"),
        _("Kirim dengan Content-Type application/json."),
    ),
    "not_acceptable": (
        _("Jenis jawaban tidak tersedia"),
        _("Mintalah application/json."),
    ),
    "throttled": (
        _("Terlalu banyak permintaan"),
        _("Tunggu sejumlah detik di Retry-After, lalu coba lagi."),
    ),
}
PROBLEM = "Problem"
# A fact that a sentence names, such as %(amount)s.
_FACT = re.compile(r"%\((\w+)\)[sd]")
_TEXT = {"type": "string"}

schema = SpectacularJSONAPIView.as_view(throttle_classes=[])


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Each code with its sentences; `type` of a problem leads to its anchor here."""
    codes = [
        (code, [_FACT.sub(r"{\1}", str(sentence)) for sentence in sentences])
        for code, sentences in sorted({**SENTENCES, **PROTOCOL_PROBLEMS}.items())
    ]
    return render(request, "api/problems.html", {"codes": codes})


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's hook: every operation may answer problem+json (RFC 9457)."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components[PROBLEM] = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "instance"],
        "properties": {
            "type": {**_TEXT, "format": "uri"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "instance": _TEXT,
            "code": {**_TEXT, "description": "Stable; listed under /problems/."},
            "request_id": _TEXT,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"pointer": _TEXT, "code": _TEXT, "detail": _TEXT},
                },
            },
        },
    }
    answer = {
        "description": "A refusal, with a stable code.",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": f"#/components/schemas/{PROBLEM}"}
            }
        },
    }
    for operation in _operations(result):
        operation["responses"]["default"] = answer
    return result


def describe_headers(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's hook: what is counted (draft-10), and the tag of what is read.

    Every operation is throttled by the rate of its scope; every read may be asked again
    with `If-None-Match`, and answers 304 while nothing has changed.
    """
    for operation in _operations(result):
        responses = operation["responses"]
        if "201" not in responses:
            responses["304"] = {"description": "As the ETag in `If-None-Match` says."}
            responses["200"]["headers"] = {"ETag": _header("Changes with the answer.")}
        for status, response in responses.items():
            if status not in {"304", "default"}:
                response.setdefault("headers", {}).update(_LIMITS)
        responses["429"] = {
            **responses["default"],
            "description": "Asked too often; `Retry-After` says when to come back.",
            "headers": {**_LIMITS, "Retry-After": _header("Seconds.")},
        }
    return result


def _operations(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for path in result["paths"].values() for each in path.values()]


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": _TEXT}


_LIMITS = {
    "RateLimit-Policy": _header('The rate of the scope: `"reads";q=300;w=60`.'),
    "RateLimit": _header('What is left, and until when: `"reads";r=299;t=60`.'),
}
