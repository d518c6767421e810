// What the QR of a paper claims, and whether the city signed it (docs/verification.md).
// No page, no network: texts and bytes in, plain values out.
import { isSignedBy } from "./ed25519.js";

const VERSION = 1;
const SIGNATURE_BYTES = 64;
const LINK = /\/verifikasi\/([0-9a-z]+)\/?(?:#([A-Za-z0-9_-]*))?$/;
const encode = (text) => new TextEncoder().encode(text);

/** Code and payload of a link, or null: `{ code, payload }`, payload "" when bare. */
export function readLink(text) {
  const found = LINK.exec(text.trim());
  return found && { code: found[1], payload: found[2] ?? "" };
}

/** Signature, signed bytes and values of a payload, or null when it is not one. */
export function readPayload(code, payload) {
  try {
    const bytes = fromBase64url(payload);
    const body = bytes.slice(SIGNATURE_BYTES);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const [version, kid, number, amount, on, payerHint] = JSON.parse(text);
    if (version !== VERSION || typeof kid !== "string") return null;
    return {
      kid,
      values: { number, amount, on, payerHint },
      signature: bytes.slice(0, SIGNATURE_BYTES),
      signed: concat(encode(`rempah-paper\n${code}\n`), body),
    };
  } catch {
    return null;
  }
}

/** "valid", "revoked", "changed", "unknown", "bare" or "no_keys"; values where signed. */
export async function judge(text, keys, revoked) {
  const link = readLink(text);
  if (!link) return { outcome: "unknown" };
  if (!link.payload) return { outcome: "bare" };
  if (!keys) return { outcome: "no_keys" };
  const claims = readPayload(link.code, link.payload);
  if (!claims) return { outcome: "changed" };
  const key = keys.get(claims.kid);
  if (!key) return { outcome: "unknown" };
  if (!(await isSignedBy(key, claims.signed, claims.signature))) {
    return { outcome: "changed" };
  }
  const isRevoked = revoked?.has(await hashOf(link.code));
  return { outcome: isRevoked ? "revoked" : "valid", values: claims.values };
}

/** The published keys by their id. */
export function readKeys(published) {
  return new Map(published.keys.map((key) => [key.kid, fromBase64url(key.x)]));
}

/** `{ madeAt, revoked }` of the published list, or null when the city did not sign it. */
export async function readRevocations(published, keys) {
  const key = keys?.get(published.kid);
  const signed = encode(`rempah-revoked\n${published.list}`);
  const signature = fromBase64url(published.signature);
  if (!key || !(await isSignedBy(key, signed, signature))) return null;
  const list = JSON.parse(published.list);
  return { madeAt: new Date(list.made_at), revoked: new Set(list.revoked) };
}

async function hashOf(code) {
  const digest = await crypto.subtle.digest("SHA-256", encode(code));
  const binary = String.fromCharCode(...new Uint8Array(digest).slice(0, 16));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function concat(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
