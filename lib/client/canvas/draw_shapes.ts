import type { ChartShape, Point } from "@/lib/charts/chart.ts";
import type { MapColours } from "./colours.ts";
import { type Canvas, fontOf, type Scene, tracePolygon } from "./scene.ts";
import { boxOf } from "./viewport.ts";

/** The opacity of shapes filled with a soft colour. The stage and the screen have their own colour, fully opaque. */
const opacities: Record<string, number> = {
  room: 0.18,
  ground: 0.35,
  aisle: 0.35,
  fixture: 0.5,
  table: 0.5,
  "round-table": 0.5,
  tree: 0.9,
};

const GREEN = new Set<string>(["ground", "tree"]);
const OUTLINED = new Set<string>(["room", "fixture", "table", "round-table"]);

/** Draws the room, the stage or screen, and the furniture. */
export function drawShapes(canvas: Canvas, { hall, colours, view }: Scene): void {
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  for (const shape of hall.chart.shapes) {
    if (shape.kind === "text") writeRotated(canvas, shape, colours);
    else drawShape(canvas, shape, colours, view.scale);
  }
  canvas.globalAlpha = 1;
}

function drawShape(
  canvas: Canvas,
  shape: Exclude<ChartShape, { kind: "text" }>,
  colours: MapColours,
  scale: number,
): void {
  const opacity = opacities[shape.kind];
  canvas.globalAlpha = opacity ?? 1;
  const soft = GREEN.has(shape.kind) ? colours.green : colours.line;
  canvas.fillStyle = opacity ? soft : colours.stage;
  if ("polygon" in shape) tracePolygon(canvas, shape.polygon);
  else {
    canvas.beginPath();
    canvas.arc(...shape.at, shape.radius, 0, 2 * Math.PI);
  }
  canvas.fill();
  canvas.globalAlpha = 1;
  if (OUTLINED.has(shape.kind)) {
    canvas.strokeStyle = colours.line;
    canvas.lineWidth = 1 / scale;
    canvas.stroke();
  }
  if (!shape.label) return;
  const { left, top, right, bottom } = "polygon" in shape ? boxOf(shape.polygon) : boxOfCircle(shape);
  const size = Math.min((bottom - top) * 0.42, (right - left) / (shape.label.length * 0.95));
  if (size * scale < 6) return;
  canvas.font = fontOf(600, size);
  canvas.fillStyle = opacity ? colours.ink : colours.onStage;
  canvas.fillText(shape.label, (left + right) / 2, (top + bottom) / 2);
}

function boxOfCircle({ at: [x, y], radius }: { at: Point; radius: number }): ReturnType<typeof boxOf> {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function writeRotated(canvas: Canvas, shape: ChartShape & { kind: "text" }, colours: MapColours): void {
  canvas.save();
  canvas.translate(...shape.at);
  canvas.rotate(shape.turn * Math.PI / 180);
  canvas.font = fontOf(600, shape.size);
  canvas.fillStyle = colours.ink;
  canvas.globalAlpha = 0.7;
  canvas.fillText(shape.text, 0, 0);
  canvas.restore();
}
