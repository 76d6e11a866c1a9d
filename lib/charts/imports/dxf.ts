/**
 * Drawings as DXF, the exchange format of CAD programs. Circles, closed polylines, texts and blocks count. A block without
 * blocks in it is one shape, since seats are drawn as blocks of many lines; layers are groups.
 */
import dxfParser, {
  type DxfParser,
  type IBlock,
  type ICircleEntity,
  type IDxf,
  type IEllipseEntity,
  type IEntity,
  type IInsertEntity,
  type ILwpolylineEntity,
  type IMtextEntity,
  type IPoint,
  type IPolylineEntity,
  type ITextEntity,
} from "dxf-parser";
import type { Point, Polygon } from "../chart.ts";
import { bounds } from "../geometry.ts";
import { type Affine, after, enlargement, mapped, rotation, scaling, translation, turnOf } from "./affine.ts";
import { type Drawn, DRAWN_MAX, planOfDrawing } from "./drawn.ts";
import type { DefaultNames, ImportFault, ImportNote, Plan } from "./plan.ts";

/** The module is its class, though its types say that it has the class as a member. */
const Parser = dxfParser as unknown as typeof DxfParser;

const DEPTH_MAX = 100;
const CIRCLE_CORNERS = 16;
const LETTER_WIDTH = 0.55;
/** DXF's y grows upwards. */
const UPSIDE_DOWN: Affine = [1, 0, 0, -1, 0, 0];

/** Reads a drawing; see above. */
export function readDxf(
  content: string,
  names: DefaultNames,
): { plan: Plan; notes: ImportNote[] } | { faults: ImportFault[] } {
  let dxf: IDxf | null;
  try {
    dxf = new Parser().parseSync(content);
  } catch {
    // The parser throws plain errors with internal words for whatever it can't read.
    return { faults: [{ code: "not-understood" }] };
  }
  if (!dxf?.entities) return { faults: [{ code: "not-understood" }] };
  const blocks = new Map(Object.entries(dxf.blocks ?? {}));
  // Counted before anything is expanded: a few inserts in each other can stand for billions of shapes.
  const count = countOf(dxf.entities, blocks);
  if (count === null) return { faults: [{ code: "too-deep" }] };
  if (count > DRAWN_MAX) return { faults: [{ code: "too-many-shapes" }] };
  return planOfDrawing(draw(dxf.entities, blocks), names);
}

/** How many shapes and texts entities stand for; null if blocks are nested too deeply, or in themselves. */
function countOf(entities: IEntity[], blocks: Map<string, IBlock>): number | null {
  const counts = new Map<string, number | null>();
  const count = (members: IEntity[], depth: number): number | null => {
    let sum = 0;
    for (const entity of members) {
      const each = isInsert(entity) ? ofBlock(entity.name, depth) : 1;
      if (each === null) return null;
      sum += each * (isInsert(entity) ? placesOf(entity) : 1);
    }
    return sum;
  };
  const ofBlock = (name: string, depth: number): number | null => {
    if (depth === DEPTH_MAX) return null;
    const known = counts.get(name);
    if (known !== undefined) return known;
    const members = blocks.get(name)?.entities ?? [];
    // Empty blocks count too: placing them takes time.
    const sum = isOneShape(members) ? 1 : count(members, depth + 1);
    const total = sum === null ? null : sum + 1;
    counts.set(name, total);
    return total;
  };
  return count(entities, 0);
}

function isInsert(entity: IEntity): entity is IInsertEntity {
  return entity.type === "INSERT";
}

/** Whether a block is a single thing, such as a chair, rather than several circles or blocks. */
function isOneShape(members: IEntity[]): boolean {
  return !members.some(isInsert) && members.filter(({ type }) => type === "CIRCLE").length < 2;
}

/** How many copies of its block an insert places. */
function placesOf({ columnCount, rowCount }: IInsertEntity): number {
  return Math.max(1, columnCount || 1) * Math.max(1, rowCount || 1);
}

function draw(entities: IEntity[], blocks: Map<string, IBlock>): Drawn {
  const drawn: Drawn = { shapes: [], texts: [], isPartial: false };

  function visit(entity: IEntity, affine: Affine, outerLayer: string): void {
    // In a block, layer 0 means the layer of the insert.
    const layer = entity.layer && entity.layer !== "0" ? entity.layer : outerLayer;
    const add = (outline: Polygon) =>
      drawn.shapes.push({
        outline: outline.map((point) => mapped(affine, point)),
        colour: `${layer} ${entity.colorIndex ?? ""}`,
        groups: layer ? [layer] : [],
      });
    if (isInsert(entity)) return insert(entity, affine, layer);
    const text = textOf(entity);
    if (text) {
      const { at, words, size, turn } = text;
      drawn.texts.push({
        at: mapped(affine, at),
        text: words,
        size: size * enlargement(affine),
        turn: turnOf(after(affine, rotation(turn))),
      });
      return;
    }
    const outline = outlineOf(entity);
    if (outline) add(outline);
    else if (entity.type !== "LINE") drawn.isPartial = true;
  }

  function insert(entity: IInsertEntity, affine: Affine, layer: string): void {
    const block = blocks.get(entity.name);
    if (!block?.entities?.length) return;
    const { xScale = 1, yScale = 1, columnSpacing = 0, rowSpacing = 0 } = entity;
    const own = after(rotation(entity.rotation ?? 0), scaling(xScale, yScale));
    const base = pointOf(block.position);
    for (let row = 0; row < Math.max(1, entity.rowCount || 1); row++) {
      for (let column = 0; column < Math.max(1, entity.columnCount || 1); column++) {
        const [x, y] = pointOf(entity.position);
        const [dx, dy] = mapped(rotation(entity.rotation ?? 0), [column * columnSpacing, row * rowSpacing]);
        const place = after(
          after(affine, translation(x + dx, y + dy)),
          after(own, translation(-base[0], -base[1])),
        );
        if (!isOneShape(block.entities)) {
          for (const member of block.entities) visit(member, place, layer);
          continue;
        }
        const points = block.entities.flatMap(pointsOf);
        if (points.length === 0) continue;
        const [left, top, right, bottom] = bounds(points);
        const corners: Polygon = [[left, top], [right, top], [right, bottom], [left, bottom]];
        drawn.shapes.push({
          outline: corners.map((corner) => mapped(place, corner)),
          colour: `${layer} ${entity.colorIndex ?? ""}`,
          groups: layer ? [layer] : [],
        });
      }
    }
  }

  for (const entity of entities) if (!entity.inPaperSpace) visit(entity, UPSIDE_DOWN, "");
  return drawn;
}

function pointOf(point: IPoint | undefined): Point {
  return [point?.x ?? 0, point?.y ?? 0];
}

/** The closed polygon of an entity; null if it isn't one. */
function outlineOf(entity: IEntity): Polygon | null {
  switch (entity.type) {
    case "CIRCLE": {
      const { center, radius } = entity as ICircleEntity;
      return radius > 0 ? around(pointOf(center), [radius, 0], radius) : null;
    }
    case "ELLIPSE": {
      const { center, majorAxisEndPoint, axisRatio } = entity as IEllipseEntity;
      const major = pointOf(majorAxisEndPoint);
      const minor = Math.hypot(...major) * axisRatio;
      return minor > 0 ? around(pointOf(center), major, minor) : null;
    }
    case "LWPOLYLINE":
    case "POLYLINE": {
      const { shape, vertices } = entity as ILwpolylineEntity | IPolylineEntity;
      const isClosed = shape ||
        (vertices.length > 2 && String(pointOf(vertices[0])) === String(pointOf(vertices.at(-1))));
      const outline = isClosed ? bulged(vertices) : [];
      return outline.length >= 3 ? outline : null;
    }
    default:
      return null;
  }
}

function around([x, y]: Point, [majorX, majorY]: Point, minor: number): Polygon {
  const major = Math.hypot(majorX, majorY);
  return Array.from({ length: CIRCLE_CORNERS }, (_, n): Point => {
    const [cosine, sine] = [
      Math.cos(2 * Math.PI * n / CIRCLE_CORNERS),
      Math.sin(2 * Math.PI * n / CIRCLE_CORNERS),
    ];
    const aside = minor / major * sine;
    return [x + majorX * cosine - majorY * aside, y + majorY * cosine + majorX * aside];
  });
}

/** A polyline's corners, with the middle of each side that is an arc: its bulge is the arc's height by half its chord. */
function bulged(vertices: (IPoint & { bulge?: number })[]): Polygon {
  return vertices.flatMap((vertex, n): Point[] => {
    const [x, y] = pointOf(vertex);
    if (!vertex.bulge) return [[x, y]];
    const [nextX, nextY] = pointOf(vertices[(n + 1) % vertices.length]);
    const half = vertex.bulge / 2;
    return [[x, y], [(x + nextX) / 2 + (nextY - y) * half, (y + nextY) / 2 - (nextX - x) * half]];
  });
}

/** Some points that an entity reaches, for the box around it. */
function pointsOf(entity: IEntity): Point[] {
  const outline = outlineOf(entity);
  if (outline) return outline;
  const { vertices } = entity as Partial<ILwpolylineEntity>;
  return vertices?.map(pointOf) ?? [];
}

function textOf(entity: IEntity): { at: Point; words: string; size: number; turn: number } | null {
  if (entity.type !== "TEXT" && entity.type !== "MTEXT") return null;
  const { text = "", rotation = 0 } = entity as ITextEntity | IMtextEntity;
  // Formatting such as \P for a new line, and braces around it.
  const words = text.replace(/\\P/g, " ").replace(/\\[A-Za-z][^;\\]*;|[{}]/g, "").replace(/\s+/g, " ").trim();
  if (words === "") return null;
  const size = (entity as ITextEntity).textHeight ?? (entity as IMtextEntity).height ?? 1;
  const [x, y] = pointOf((entity as ITextEntity).startPoint ?? (entity as IMtextEntity).position);
  const isCentred = (entity as ITextEntity).halign === 1 || (entity as IMtextEntity).attachmentPoint === 5;
  const width = words.length * size * LETTER_WIDTH;
  return { at: isCentred ? [x, y] : [x + width / 2, y + size / 2], words, size, turn: rotation };
}
