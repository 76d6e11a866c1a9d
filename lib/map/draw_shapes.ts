import type { ChartShape } from "@/lib/seats/chart.ts";
import { type Canvas, fontOf, type Scene, tracePolygon } from "./draw.ts";
import type { MapColours } from "./colours.ts";
import { boxOf } from "./viewport.ts";

/** How strongly the colour of lines fills what is not sold. Stage and screen have a colour of their own. */
const opacities: Record<string, number> = { room: 0.18, ground: 0.3, aisle: 0.35, fixture: 0.5, tree: 0.7 };

/** The room, the stage or screen, and what else stands about. */
export function drawShapes(canvas: Canvas, { hall, colours, view }: Scene): void {
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  for (const shape of hall.chart.shapes) {
    if (shape.kind === "text") writeTurned(canvas, shape, colours);
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
  canvas.fillStyle = opacity ? colours.line : colours.stage;
  if (shape.kind === "tree") {
    canvas.beginPath();
    canvas.arc(...shape.at, shape.radius, 0, 2 * Math.PI);
  } else tracePolygon(canvas, shape.polygon);
  canvas.fill();
  canvas.globalAlpha = 1;
  if (shape.kind === "room" || shape.kind === "fixture") {
    canvas.strokeStyle = colours.line;
    canvas.lineWidth = 1 / scale;
    canvas.stroke();
  }
  if (!("label" in shape) || !shape.label) return;
  const { left, top, right, bottom } = boxOf(shape.polygon);
  const size = Math.min((bottom - top) * 0.42, (right - left) / (shape.label.length * 0.95));
  if (size * scale < 6) return;
  canvas.font = fontOf(600, size);
  canvas.fillStyle = opacity ? colours.ink : colours.onStage;
  canvas.fillText(shape.label, (left + right) / 2, (top + bottom) / 2);
}

function writeTurned(canvas: Canvas, shape: ChartShape & { kind: "text" }, colours: MapColours): void {
  canvas.save();
  canvas.translate(...shape.at);
  canvas.rotate(shape.turn * Math.PI / 180);
  canvas.font = fontOf(600, shape.size);
  canvas.fillStyle = colours.ink;
  canvas.globalAlpha = 0.7;
  canvas.fillText(shape.text, 0, 0);
  canvas.restore();
}
