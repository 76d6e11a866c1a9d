/** QR codes of tickets, as rectangles and as an SVG path. */
import { encode } from "uqr";

/** The white border that the standard requires (ISO/IEC 18004), in modules. */
export const QUIET_ZONE = 4;

/** A code without its quiet zone. */
export interface QrCode {
  /** Modules per side. */
  size: number;
  /** The dark parts, as horizontal runs of modules: fewer shapes than single squares, and no hairlines between them. */
  runs: { x: number; y: number; length: number }[];
}

/** The QR code of `text`. Level M: it stays readable with a fold or stain over up to 15% of it. */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: 0 });
  const runs = data.flatMap((row, y) => darkRuns(row).map((run) => ({ ...run, y })));
  return { size, runs };
}

function darkRuns(row: boolean[]): { x: number; length: number }[] {
  const runs: { x: number; length: number }[] = [];
  row.forEach((dark, x) => {
    if (!dark) return;
    if (x > 0 && row[x - 1]) runs[runs.length - 1].length++;
    else runs.push({ x, length: 1 });
  });
  return runs;
}

/** The dark parts as the `d` attribute of one path, offset by the quiet zone. */
export function qrPath({ runs }: QrCode): string {
  return runs.map(({ x, y, length }) => `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`).join(
    "",
  );
}
