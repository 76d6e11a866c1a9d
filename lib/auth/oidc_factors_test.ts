import assert from "node:assert/strict";
import { showsSecondFactor } from "./oidc_factors.ts";

Deno.test("mfa, methods of two kinds, or an acr that was named show a second factor; nothing else does", () => {
  const rows: [claims: { amr?: unknown; acr?: unknown }, expected: boolean][] = [
    [{}, false],
    [{ amr: ["pwd"] }, false],
    [{ amr: ["pwd", "pin"] }, false],
    [{ amr: ["hwk", "otp"] }, false],
    [{ amr: ["pwd", "sms"] }, false],
    [{ amr: "mfa" }, false],
    [{ amr: { mfa: true } }, false],
    [{ amr: [["mfa"], null, 1] }, false],
    [{ acr: "1" }, false],
    [{ acr: ["gold"] }, false],
    [{ amr: ["mfa"] }, true],
    [{ amr: ["pwd", "otp"] }, true],
    [{ amr: ["hwk", "fpt"] }, true],
    [{ acr: "gold" }, true],
    [{ amr: ["pwd"], acr: "silver" }, true],
  ];
  for (const [claims, expected] of rows) {
    assert.equal(showsSecondFactor(claims, ["gold", "silver"]), expected, JSON.stringify(claims));
  }
  assert.equal(showsSecondFactor({ acr: "gold" }, []), false);
});
