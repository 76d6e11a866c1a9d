/** What is typed into the fields of a card, set as it stands on the card. Pure. */

/** A number in groups: of four, or as on cards of American Express. What is more than digits and spaces stays as it is. */
export function formatCardNumber(typed: string): string {
  const digits = typed.replaceAll(" ", "");
  if (!/^\d+$/.test(digits)) return typed;
  const groups = /^3[47]/.test(digits)
    ? digits.match(/^\d{1,4}|(?<=^\d{4})\d{1,6}|(?<=^\d{10})\d+/g)
    : digits.match(/\d{1,4}/g);
  return groups!.join(" ");
}

/** A month with the slash behind it, so that a keyboard of digits is enough; one that is typed as well does no harm. */
export function formatCardExpiry(typed: string): string {
  return typed.replace(/^(\d\d)\/*$/, "$1/");
}
