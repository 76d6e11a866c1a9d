/** Formats what is typed into card fields as it is printed on the card. Pure. */

/** Groups a number in fours, or as on American Express cards. Text with anything but digits and spaces is unchanged. */
export function formatCardNumber(typed: string): string {
  const digits = typed.replaceAll(" ", "");
  if (!/^\d+$/.test(digits)) return typed;
  const groups = /^3[47]/.test(digits)
    ? digits.match(/^\d{1,4}|(?<=^\d{4})\d{1,6}|(?<=^\d{10})\d+/g)
    : digits.match(/\d{1,4}/g);
  return groups!.join(" ");
}

/** Adds the slash after a month, so that a numeric keypad is enough; typing the slash as well does no harm. */
export function formatCardExpiry(typed: string): string {
  return typed.replace(/^(\d\d)\/*$/, "$1/");
}
