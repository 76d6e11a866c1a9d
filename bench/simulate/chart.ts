/** Draws the statuses of seats over time. */
import type { Moment } from "./watch.ts";

const [WIDTH, HEIGHT] = [900, 420];
const PLOT = { left: 56, top: 48, right: WIDTH - 28, bottom: HEIGHT - 44 };
const GRID_LINES = 4;

/** From the bottom up. */
const LAYERS = [
  { name: "booked", colour: "#2f6f4f" },
  { name: "held", colour: "#e2a33a" },
  { name: "available", colour: "#d7dee6" },
] as const;

/** An SVG with stacked layers that add up to all seats, from the opening to `untilMs`. */
export function drawSeats(title: string, moments: Moment[], untilMs: number): string {
  const { available, held, booked } = moments[0];
  const total = available + held + booked;
  const x = (ms: number) => (PLOT.left + (PLOT.right - PLOT.left) * Math.min(1, ms / untilMs)).toFixed(1);
  const y = (seats: number) => (PLOT.bottom - (PLOT.bottom - PLOT.top) * seats / total).toFixed(1);

  const layers = LAYERS.map(({ name, colour }, layer) => {
    const topOf = (moment: Moment) =>
      LAYERS.slice(0, layer + 1).reduce((sum, { name }) => sum + moment[name], 0);
    // The line is stepped: a number applies until the next change.
    let path = `M${PLOT.left} ${PLOT.bottom}V${y(topOf(moments[0]))}`;
    for (const moment of moments) path += `H${x(moment.atMs)}V${y(topOf(moment))}`;
    return `<path d="${path}H${PLOT.right}V${PLOT.bottom}Z" fill="${colour}"><title>${name}</title></path>`;
  });

  const grid = Array.from({ length: GRID_LINES + 1 }, (_, n) => {
    const seats = Math.round(total * n / GRID_LINES);
    const ms = untilMs * n / GRID_LINES;
    return `<path d="M${PLOT.left} ${y(seats)}H${PLOT.right}" stroke="#0002"/>` +
      `<text x="${PLOT.left - 8}" y="${y(seats)}" dy="4" text-anchor="end">${seats}</text>` +
      `<text x="${x(ms)}" y="${PLOT.bottom + 20}" text-anchor="middle">${(ms / 1000).toFixed(1)} s</text>`;
  });
  const legend = LAYERS.map(({ name, colour }, n) =>
    `<rect x="${
      PLOT.right - 300 + n * 100
    }" y="18" width="12" height="12" rx="3" fill="${colour}" stroke="#0003"/>` +
    `<text x="${PLOT.right - 282 + n * 100}" y="28">${name}</text>`
  );
  // The upper layers first, so that each covers the bottom of the one above it.
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif"` +
    ` font-size="12" fill="#28323c" role="img" aria-label="${title}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#fff"/>`,
    `<text x="${PLOT.left}" y="28" font-size="15" font-weight="600">${title}</text>`,
    ...layers.reverse(),
    ...grid,
    ...legend,
    "</svg>",
    "",
  ].join("\n");
}
