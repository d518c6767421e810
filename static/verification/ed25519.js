// Ed25519 by the browser itself (Chrome from 137, Firefox, Safari), else by a small
// vendored library: many phones at a market are older than that.

/** Whether the owner of the 32-byte public key signed exactly these bytes. */
export async function isSignedBy(publicKey, signed, signature) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  } catch {
    return isSignedByLibrary(publicKey, signed, signature);
  }
  return crypto.subtle.verify("Ed25519", key, signature, signed);
}

async function isSignedByLibrary(publicKey, signed, signature) {
  const library = await import("../vendor/ed25519-3.2.0/ed25519.js");
  try {
    return await library.verifyAsync(signature, signed, publicKey);
  } catch {
    return false;
  }
}
