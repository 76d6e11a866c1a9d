/** A still picture of a hall: a thumbnail for the admin, and the map where there is no JavaScript. */
import { type Chart, type ChartShape, type Polygon, SEAT_DIAMETER } from "./chart.ts";

/** Above this many seats a picture draws sections instead: single seats would be too small to see. */
const SEATS_DRAWN_MAX = 1_500;

const STYLE = `
.hall{--zone-1:#3b76c4;--zone-2:#c77a1f;--zone-3:#2f9277;--zone-4:#a9527f;--zone-5:#7a6bc9;--zone-6:#8c8430;
 font-family:system-ui,sans-serif;text-anchor:middle;dominant-baseline:central;fill:#2b2130}
.room{fill:#f5f0ea;stroke:#cfc5bd;stroke-width:3}.ground{fill:#e6eadb}.aisle{fill:#ece4dc}
.stage{fill:#3a2c40}.screen{fill:#8c7f94}.fixture{fill:#ded4cb;stroke:#bdb0a6;stroke-width:2}.tree{fill:#b9cca5}
.on-stage{fill:#fff;letter-spacing:.15em}.block{fill-opacity:.3;stroke-opacity:.8;stroke-width:3}
.label{font-weight:600}.accessible{stroke:#2b2130;stroke-width:3}`;

/**
 * Draws a chart as a self-contained SVG document, without any state of sale. With more than 1,500 seats, or where
 * `detail` is `sections`, it draws the outlines of sections.
 */
export function chartToSvg(chart: Chart, detail?: "seats" | "sections"): string {
  const level = detail ?? (chart.seats.length > SEATS_DRAWN_MAX ? "sections" : "seats");
  const zoneColours = new Map(chart.zones.map((zone) => [zone.id, `var(--zone-${zone.colour})`]));
  const colourOf = (zone: string) => zoneColours.get(zone) ?? "currentColor";
  const marks = [
    ...chart.shapes.map((shape) => drawShape(shape)),
    ...chart.areas.map((area) =>
      `<polygon class="block" points="${points(area.polygon)}" fill="${colourOf(area.zone)}" stroke="${
        colourOf(area.zone)
      }"/>`
    ),
    ...(level === "seats" ? drawSeats(chart, colourOf) : drawSections(chart, colourOf)),
    ...drawLabels(chart, level),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="hall" viewBox="0 0 ${chart.width} ${chart.height}" role="img">` +
    `<style>${STYLE}</style>${marks.join("")}</svg>`;
}

function drawShape(shape: ChartShape): string {
  if (shape.kind === "tree") {
    return `<circle class="tree" cx="${shape.at[0]}" cy="${shape.at[1]}" r="${shape.radius}"/>`;
  }
  if (shape.kind === "text") return label(shape.at, shape.text, shape.size, "", shape.turn);
  const outline = `<polygon class="${shape.kind}" points="${points(shape.polygon)}"/>`;
  if (shape.label === undefined) return outline;
  const [left, top, right, bottom] = box(shape.polygon);
  const size = Math.min((bottom - top) * 0.3, (right - left) / (shape.label.length * 1.1));
  const onDark = shape.kind === "stage" || shape.kind === "screen";
  return outline +
    label([(left + right) / 2, (top + bottom) / 2], shape.label, size, onDark ? "on-stage" : "", 0);
}

function drawSeats(chart: Chart, colourOf: (zone: string) => string): string[] {
  const radius = SEAT_DIAMETER / 2 - 1;
  return chart.seats.filter((seat) => seat.area === undefined).map((seat) => {
    const fill = `fill="${colourOf(seat.zone)}"`;
    if (!seat.flags.includes("accessible")) {
      return `<circle cx="${seat.x}" cy="${seat.y}" r="${radius}" ${fill}/>`;
    }
    const corner = `x="${seat.x - radius}" y="${seat.y - radius}"`;
    const side = 2 * radius;
    return `<rect class="accessible" ${corner} width="${side}" height="${side}" rx="4" ${fill}/>`;
  });
}

function drawSections(chart: Chart, colourOf: (zone: string) => string): string[] {
  const firstSeat = new Map(chart.seats.toReversed().map((seat) => [seat.section, seat]));
  return chart.sections.flatMap((section) => {
    const seat = firstSeat.get(section.id);
    if (!section.outline || !seat || seat.area !== undefined) return [];
    const colour = colourOf(seat.zone);
    return [
      `<polygon class="block" points="${points(section.outline)}" fill="${colour}" stroke="${colour}"/>`,
    ];
  });
}

/** With seats drawn, only standing areas need their name. */
function drawLabels(chart: Chart, level: "seats" | "sections"): string[] {
  const areas = new Set(chart.areas.map((area) => area.id));
  return chart.sections.filter((section) => level === "sections" || areas.has(section.id)).map((section) => {
    const [left, top, right, bottom] = box(section.outline ?? [section.labelAt]);
    const size = Math.min(
      (right - left) / (section.name.length * 0.75),
      (bottom - top) * 0.3,
      chart.width / 45,
    );
    return label(section.labelAt, section.name, size, "label", 0);
  });
}

function label(
  at: readonly [number, number],
  text: string,
  size: number,
  className: string,
  turn: number,
): string {
  const escaped = text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const rotate = turn === 0 ? "" : ` transform="rotate(${turn} ${at[0]} ${at[1]})"`;
  return `<text class="${className}" x="${at[0]}" y="${at[1]}" font-size="${
    Math.round(size)
  }"${rotate}>${escaped}</text>`;
}

function points(polygon: Polygon): string {
  return polygon.map(([x, y]) => `${x},${y}`).join(" ");
}

function box(polygon: Polygon): [left: number, top: number, right: number, bottom: number] {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
