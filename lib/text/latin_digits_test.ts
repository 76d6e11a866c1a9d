import assert from "node:assert/strict";
import { latinDigits } from "./latin_digits.ts";

Deno.test("digits of every script become 0 to 9, and everything else stays", () => {
  for (
    const ten of [
      "0123456789",
      "٠١٢٣٤٥٦٧٨٩",
      "۰۱۲۳۴۵۶۷۸۹",
      "०१२३४५६७८९",
      "๐๑๒๓๔๕๖๗๘๙",
      "０１２３４５６７８９",
      "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    ]
  ) {
    assert.equal(latinDigits(ten), "0123456789");
  }
  assert.equal(latinDigits("१२/٣٩ b"), "12/39 b");
});
