/** What rows and seats are called. Pure, and free of schemas: the designer's island uses it too. */

/** How the seats of a row are numbered. `odd-even` counts outwards from the middle: odd left, even right. */
export type Numbering = "left-to-right" | "right-to-left" | "odd-even";
export const numberings: readonly Numbering[] = ["left-to-right", "right-to-left", "odd-even"];

/** Without I and O, which read as 1 and 0. */
const CLEAR_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const ALL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * The number of the seat at `position` of `count`, from the left as the audience sees it. `first` is the lowest one,
 * and each is `step` more than the one before it: with `first` 1 and `step` 2, all are odd.
 */
export function seatNumber(
  numbering: Numbering,
  position: number,
  count: number,
  { first = 1, step = 1 }: { first?: number; step?: number } = {},
): number {
  return first + step * seatOrder(numbering, position, count);
}

function seatOrder(numbering: Numbering, position: number, count: number): number {
  if (numbering === "left-to-right") return position;
  if (numbering === "right-to-left") return count - 1 - position;
  const leftHalf = Math.ceil(count / 2);
  return position < leftHalf ? 2 * (leftHalf - 1 - position) : 2 * (position - leftHalf) + 1;
}

/** Row names as theatres write them, without I and O: A … H, J …, Z, AA, BB …. */
export function letters(first: string, count: number): string[] {
  return lettersFrom(CLEAR_LETTERS, first, count) ?? [];
}

/** Numeric row names, starting at `first`. */
export function numbers(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}

/**
 * The names of `count` rows, the first of which is `first`: letters (A, or AA after Z) or a whole number. With
 * `skipsIAndO`, no row is called I or O. Null if `first` is neither, or is a letter that is skipped.
 */
export function rowNames(
  first: string,
  count: number,
  { skipsIAndO = true }: { skipsIAndO?: boolean } = {},
): string[] | null {
  const name = first.trim().toUpperCase();
  if (/^\d{1,6}$/.test(name)) return numbers(Number(name), count);
  return lettersFrom(skipsIAndO ? CLEAR_LETTERS : ALL_LETTERS, name, count);
}

function lettersFrom(alphabet: string, first: string, count: number): string[] | null {
  const letter = first[0] ?? "";
  const start = alphabet.indexOf(letter);
  if (letter === "" || start < 0 || first !== letter.repeat(first.length)) return null;
  return Array.from({ length: count }, (_, index) => {
    const position = start + index;
    return alphabet[position % alphabet.length].repeat(
      first.length + Math.floor(position / alphabet.length),
    );
  });
}
