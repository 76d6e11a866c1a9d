import assert from "node:assert/strict";
import { cardBrand } from "./card_brand.ts";

Deno.test("the brand of a card is known as soon as its first digits determine it", () => {
  const brands = {
    "4": "Visa",
    "4242 4242 4242 4242": "Visa",
    "55": "Mastercard",
    "2720-99": "Mastercard",
    "37": "American Express",
    "6011": "Discover",
    "3528": "JCB",
    "305": "Diners Club",
    "62": "UnionPay",
    "67": "Maestro",
    "5": "",
    "6": "",
    "222": "",
    "2721": "",
    "1": "",
    "": "",
    "not a number": "",
  };
  for (const [digits, brand] of Object.entries(brands)) assert.equal(cardBrand(digits), brand, digits);
});
