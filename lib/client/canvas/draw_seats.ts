import type { ChartSeat } from "@/lib/charts/chart.ts";
import { type Canvas, type Change, fontOf, type Scene, type SeatState } from "./scene.ts";
import type { Detail } from "./viewport.ts";

/** Radii in chart units. */
const RADIUS = 8.4;
const MINE_RADIUS = 10.5;
const BOOKED_RADIUS = 3;
/** The minimum size of the buyer's own seats, in CSS pixels, so that they can be found when zoomed out. */
const MINE_PIXELS_MIN = 9;
/** The seat size from which ticks appear, and the one for zone letters. */
const TICK_FROM_PIXELS = 7;
const LETTER_FROM_PIXELS = 10;

/** How long a seat takes to change its look, and how long a lost one shakes. */
export const CHANGE_MS = 150;
export const SHAKE_MS = 420;

/** Draws these seats, except those that `drawMoving` draws. */
export function drawSeats(canvas: Canvas, scene: Scene, detail: Detail, indexes: number[]): void {
  if (detail.level === "sections") return;
  canvas.globalAlpha = 1 - detail.blocks;
  for (const alike of alikeSeats(scene, indexes)) {
    if (!alike) continue;
    fillAlike(canvas, scene, alike);
    writeMarks(canvas, scene, detail, alike);
  }
  canvas.globalAlpha = 1;
}

/** Draws the buyer's seats, those that are changing, and the rings around the focused and hovered ones. */
export function drawMoving(canvas: Canvas, scene: Scene, detail: Detail): void {
  const { hall: { chart: { seats } }, mine, changes } = scene;
  canvas.globalAlpha = 1 - detail.blocks;
  if (detail.level !== "sections") {
    for (const [index, change] of changes) {
      if (seats[index].area === undefined) drawChanging(canvas, scene, index, change);
    }
  }
  // The buyer's own seats are drawn at any zoom.
  canvas.globalAlpha = 1;
  for (const index of mine) {
    if (seats[index].area === undefined && !changes.has(index)) drawState(canvas, scene, index, "m");
  }
  ring(canvas, scene, scene.hovered, 1.5);
  ring(canvas, scene, scene.focused, 3);
}

/** The seats grouped by look, without those that `drawMoving` draws. */
function alikeSeats(
  { hall: { looks }, changes, mine, stateOf }: Scene,
  indexes: number[],
): (number[] | undefined)[] {
  const alike: number[][] = [];
  for (const index of indexes) {
    if (changes.has(index) || mine.has(index)) continue;
    const state = stateOf(index);
    (alike[state === "a" ? 4 + looks[index] : "mhbx".indexOf(state)] ??= []).push(index);
  }
  return alike;
}

/** Seats that are filtered out are drawn faintly. */
function opacityOf(scene: Scene, { zone, section }: ChartSeat, state: SeatState): number {
  return state !== "a" || scene.isHighlighted(zone, section) ? 1 : 0.25;
}

function colourOf({ hall, colours }: Scene, seat: ChartSeat, state: SeatState): string {
  const byState = { m: colours.mine, h: colours.held, b: colours.booked, x: colours.closed };
  return state === "a" ? colours.zones[hall.colours.get(seat.zone) ?? 1] : byState[state];
}

/**
 * Draws seats of one style: the first determines the style of all. Each is a separate path: browsers have a faster
 * route for a single circle than for a path of 12,000.
 */
function fillAlike(canvas: Canvas, scene: Scene, indexes: number[]): void {
  const { seats } = scene.hall.chart;
  const state = scene.stateOf(indexes[0]);
  const opacity = canvas.globalAlpha;
  canvas.globalAlpha *= opacityOf(scene, seats[indexes[0]], state);
  setPaint(canvas, scene, seats[indexes[0]], state);
  for (const index of indexes) drawSeat(canvas, scene, seats[index], state);
  canvas.globalAlpha = opacity;
}

function drawState(canvas: Canvas, scene: Scene, index: number, state: SeatState): void {
  const seat = scene.hall.chart.seats[index];
  setPaint(canvas, scene, seat, state);
  drawSeat(canvas, scene, seat, state);
  if (state === "m") tick(canvas, scene, seat);
}

function traceSeat(canvas: Canvas, { view }: Scene, { x, y, flags }: ChartSeat, state: SeatState): void {
  const radius = state === "m"
    ? Math.max(MINE_RADIUS, MINE_PIXELS_MIN / 2 / view.scale)
    : state === "b"
    ? BOOKED_RADIUS
    : state === "a"
    ? RADIUS
    : RADIUS - 1.2;
  if (state !== "b" && flags.includes("accessible")) {
    canvas.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, 3);
  } else {
    canvas.moveTo(x + radius, y);
    canvas.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

function setPaint(canvas: Canvas, scene: Scene, seat: ChartSeat, state: SeatState): void {
  canvas.fillStyle = canvas.strokeStyle = colourOf(scene, seat, state);
  const [units, pixels] = state === "h" ? [2.2, 1] : [1, 0.75];
  canvas.lineWidth = Math.max(units, pixels / scene.view.scale);
}

/** Free, own and booked seats are filled; held ones are a ring, those not for sale a thin one. */
function drawSeat(canvas: Canvas, scene: Scene, seat: ChartSeat, state: SeatState): void {
  canvas.beginPath();
  traceSeat(canvas, scene, seat, state);
  if (state === "h" || state === "x") canvas.stroke();
  else canvas.fill();
}

function tick(canvas: Canvas, { colours, view }: Scene, { x, y }: ChartSeat): void {
  if (view.scale * MINE_RADIUS * 2 < TICK_FROM_PIXELS) return;
  canvas.beginPath();
  canvas.moveTo(x - 4.4, y + 0.4);
  canvas.lineTo(x - 1.3, y + 3.6);
  canvas.lineTo(x + 4.8, y - 3.6);
  canvas.strokeStyle = colours.onMine;
  canvas.lineWidth = 2.2;
  canvas.lineCap = canvas.lineJoin = "round";
  canvas.stroke();
}

function drawChanging(canvas: Canvas, scene: Scene, index: number, { before, since, isLost }: Change): void {
  const progress = Math.min((scene.now - since) / CHANGE_MS, 1);
  const shake = isLost ? Math.sin((scene.now - since) / SHAKE_MS * 6 * Math.PI) * 3 : 0;
  const opacity = canvas.globalAlpha;
  canvas.save();
  canvas.translate(shake, 0);
  canvas.globalAlpha = opacity * (1 - progress);
  drawState(canvas, scene, index, before);
  canvas.globalAlpha = opacity * progress;
  drawState(canvas, scene, index, scene.stateOf(index));
  canvas.restore();
  canvas.globalAlpha = opacity;
}

/**
 * Writes the numbers of free seats, with their zones' letters where colour alone cannot tell zones apart; zoomed out,
 * only the letters. A wheelchair place has the symbol instead of a number.
 */
function writeMarks(canvas: Canvas, scene: Scene, { level, seatPixels }: Detail, indexes: number[]): void {
  const { seats } = scene.hall.chart;
  const letter = scene.letterOf(seats[indexes[0]].zone);
  const isZoomedIn = level === "numbers";
  if (scene.stateOf(indexes[0]) !== "a" || !(isZoomedIn || (letter && seatPixels > LETTER_FROM_PIXELS))) {
    return;
  }
  canvas.fillStyle = canvas.strokeStyle = scene.colours.onZone;
  canvas.font = fontOf(600, isZoomedIn && letter ? 6.5 : 8.5);
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  for (const index of indexes) {
    const seat = seats[index];
    if (isZoomedIn && seat.flags.includes("accessible")) wheelchair(canvas, seat);
    else canvas.fillText(letter + (isZoomedIn ? seat.number : ""), seat.x, seat.y + 0.5);
  }
}

/** Relative to a seat's centre: the head is filled, body and wheel are strokes. */
const WHEELCHAIR_HEAD = "M.5-5a1.5 1.5 0 1 1-3 0a1.5 1.5 0 1 1 3 0";
const WHEELCHAIR_BODY = "M-1-2.5l.5 3.3h3.5l1.6 3.8M-2.2-1a3.4 3.4 0 1 0 3.7 5.5";

function wheelchair(canvas: Canvas, { x, y }: ChartSeat): void {
  canvas.save();
  canvas.translate(x, y);
  canvas.fill(new Path2D(WHEELCHAIR_HEAD));
  canvas.lineWidth = 1.4;
  canvas.lineCap = canvas.lineJoin = "round";
  canvas.stroke(new Path2D(WHEELCHAIR_BODY));
  canvas.restore();
}

function ring(canvas: Canvas, { hall, colours, view }: Scene, index: number | null, pixels: number): void {
  if (index === null) return;
  const { x, y } = hall.chart.seats[index];
  canvas.beginPath();
  canvas.arc(x, y, Math.max(RADIUS + 4, 7 / view.scale), 0, 2 * Math.PI);
  canvas.strokeStyle = colours.focus;
  canvas.lineWidth = pixels / view.scale;
  canvas.stroke();
}
