import assert from "node:assert/strict";
import fc from "fast-check";
import { codeOfStep, currentStep, newTotpSecret, stepOfCode, totpUri } from "./totp.ts";

/** The secret of RFC 6238, appendix B, in base32. */
const RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Deno.test("codes are those of RFC 6238, shortened to six digits", () => {
  const rows: [seconds: number, code: string][] = [
    [59, "287082"],
    [1111111109, "081804"],
    [1234567890, "005924"],
    [20000000000, "353130"],
  ];
  for (const [seconds, code] of rows) {
    const step = currentStep(seconds * 1000);
    assert.equal(codeOfStep(RFC_SECRET, step), code);
    assert.equal(stepOfCode(RFC_SECRET, code, seconds * 1000), step);
  }
});

Deno.test("a code is accepted one step early or late, and no further", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 2 ** 32 }), fc.integer({ min: -3, max: 3 }), (now, shift) => {
      const found = stepOfCode(RFC_SECRET, codeOfStep(RFC_SECRET, now + shift), now * 30_000);
      const codesAround = [-1, 0, 1].map((around) => codeOfStep(RFC_SECRET, now + around));
      if (Math.abs(shift) <= 1) {
        assert.equal(codeOfStep(RFC_SECRET, found!), codeOfStep(RFC_SECRET, now + shift));
      } else if (!codesAround.includes(codeOfStep(RFC_SECRET, now + shift))) assert.equal(found, null);
    }),
  );
});

Deno.test("text that is not a code is refused", () => {
  for (const code of ["", "12345", "1234567", "abcdef", "28708 2"]) {
    assert.equal(stepOfCode(RFC_SECRET, code, 59_000), null, code);
  }
});

Deno.test("a new secret has at least 128 bits, and its URI is what apps read", () => {
  const secret = newTotpSecret();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.notEqual(secret, newTotpSecret());
  const uri = new URL(totpUri(secret, { issuer: "Aisle", email: "ada+1@example.org" }));
  assert.equal(uri.protocol, "otpauth:");
  assert.equal(decodeURIComponent(uri.pathname).replace(/^\/*(totp\/)?/, ""), "Aisle:ada+1@example.org");
  assert.deepEqual(
    ["secret", "issuer", "algorithm", "digits", "period"].map((name) => uri.searchParams.get(name)),
    [secret, "Aisle", "SHA1", "6", "30"],
  );
});
