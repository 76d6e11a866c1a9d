/**
 * Drawings as SVG. Only shapes, texts, groups and `use` count; scripts, images, styles other than fills and whatever else
 * a file may carry are never looked at, nothing is fetched, and no entity is expanded.
 */
import { SaxesParser, type SaxesTagPlain } from "saxes";
import svgpath from "svgpath";
import type { Point, Polygon } from "../chart.ts";
import { type Affine, after, enlargement, IDENTITY, mapped, translation, turnOf } from "./affine.ts";
import { type Drawn, DRAWN_MAX, planOfDrawing } from "./drawn.ts";
import type { DefaultNames, ImportFault, ImportNote, ImportReason, Plan } from "./plan.ts";

const ELEMENTS_MAX = 200_000;
/** The most elements after every `use` is expanded. */
const VISITS_MAX = 500_000;
const DEPTH_MAX = 100;
/** The corners of a polygon in place of a circle, and the points in place of a curve. */
const CIRCLE_CORNERS = 16;
const CURVE_POINTS = 8;
/** Of a letter, as a share of the font's size. */
const LETTER_WIDTH = 0.55;
const BASELINE_TO_MIDDLE = 0.35;
const FONT_SIZE = 16;

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

class Refused extends Error {
  constructor(readonly fault: ImportReason & { line?: number }) {
    super(fault.code);
  }
}

/** Reads a drawing; see above. */
export function readSvg(
  content: string,
  names: DefaultNames,
): { plan: Plan; notes: ImportNote[] } | { faults: ImportFault[] } {
  try {
    return planOfDrawing(draw(parse(content)), names);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { faults: [error.fault] };
  }
}

interface SvgDocument {
  root: Element;
  byId: Map<string, Element>;
  /** The fill of each class. */
  fills: Map<string, string>;
}

/** @throws {Refused} */
function parse(content: string): SvgDocument {
  const parser = new SaxesParser();
  const byId = new Map<string, Element>();
  const open: Element[] = [];
  let root: Element | undefined;
  let count = 0;
  let styles = "";
  parser.on("error", () => {
    throw new Refused({ line: parser.line, code: "not-understood" });
  });
  parser.on("doctype", () => {
    throw new Refused({ line: parser.line, code: "doctype" });
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    if (++count > ELEMENTS_MAX) throw new Refused({ code: "too-many-shapes" });
    if (open.length >= DEPTH_MAX) throw new Refused({ code: "too-deep" });
    const element: Element = { name: name.replace(/^svg:/, ""), attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    if (attributes.id) byId.set(attributes.id, element);
    open.push(element);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  const addText = (text: string) => {
    const within = open.at(-1);
    if (within?.name === "style") styles += text;
    else if (within?.name === "text" || within?.name === "tspan") {
      // The words of a text's parts follow each other.
      open.findLast(({ name }) => name === "text")!.text += text;
    }
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(content.replace(/^\ufeff/, "")).close();
  if (root?.name !== "svg") throw new Refused({ code: "not-understood" });
  return { root, byId, fills: fillsOf(styles) };
}

/** The fills that a style sheet gives to classes, as drawing programs export them: `.cls-1{fill:#123456;}`. */
function fillsOf(styles: string): Map<string, string> {
  const fills = new Map<string, string>();
  for (const [, selectors, rules] of styles.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const fill = declared(rules, "fill");
    if (!fill) continue;
    for (const selector of selectors.split(",")) {
      const name = /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1];
      if (name) fills.set(name, fill);
    }
  }
  return fills;
}

function declared(rules: string, property: string): string | undefined {
  for (const rule of rules.split(";")) {
    const colon = rule.indexOf(":");
    if (colon > 0 && rule.slice(0, colon).trim() === property) return rule.slice(colon + 1).trim();
  }
}

/** What surrounds an element. */
interface Context {
  affine: Affine;
  fill: string;
  fontSize: number;
  groups: string[];
  depth: number;
}

/** Not drawn where they stand. */
const DEFINITIONS = new Set([
  "defs",
  "symbol",
  "clipPath",
  "mask",
  "pattern",
  "marker",
  "linearGradient",
  "radialGradient",
]);
const CONTAINERS = new Set(["svg", "g", "a", "switch"]);
/** Neither drawn nor missed. */
const SILENT = new Set([
  "title",
  "desc",
  "metadata",
  "style",
  "tspan",
  "line",
  "sodipodi:namedview",
  "namedview",
]);

/** @throws {Refused} */
function draw({ root, byId, fills }: SvgDocument): Drawn {
  const drawn: Drawn = { shapes: [], texts: [], isPartial: false };
  let visits = 0;

  function visit(element: Element, outer: Context): void {
    // Counted while uses are expanded: a few lines can stand for billions of elements.
    if (++visits > VISITS_MAX) throw new Refused({ code: "too-many-shapes" });
    const { name, attributes } = element;
    const style = (property: string) => declared(attributes.style ?? "", property) ?? attributes[property];
    if (DEFINITIONS.has(name) && outer.depth > 0 || style("display") === "none") return;
    if (outer.depth >= DEPTH_MAX) throw new Refused({ code: "too-deep" });
    const classFill = attributes.class?.split(/\s+/).map((name) => fills.get(name)).find(Boolean);
    const context: Context = {
      affine: after(outer.affine, transformOf(attributes.transform)),
      fill: declared(attributes.style ?? "", "fill") ?? classFill ?? attributes.fill ?? outer.fill,
      fontSize: number(style("font-size"), outer.fontSize),
      groups: outer.groups,
      depth: outer.depth + 1,
    };
    if (CONTAINERS.has(name) || DEFINITIONS.has(name)) {
      const label = labelOf(attributes);
      const groups = label ? [...outer.groups, label] : outer.groups;
      for (const child of element.children) visit(child, { ...context, groups });
    } else if (name === "use") {
      const target = byId.get((attributes.href ?? attributes["xlink:href"] ?? "").replace(/^#/, ""));
      if (!target) {
        drawn.isPartial = true;
        return;
      }
      const moved = after(context.affine, translation(number(attributes.x), number(attributes.y)));
      visitUsed(target, { ...context, affine: moved });
    } else if (name === "text") {
      addText(element, context, style("text-anchor"));
    } else {
      const outline = outlineOf(name, attributes);
      if (outline) addShape(outline, context);
      else if (!SILENT.has(name)) drawn.isPartial = true;
    }
  }

  /** A symbol is drawn where it is used. */
  function visitUsed(target: Element, context: Context): void {
    if (target.name !== "symbol") return visit(target, context);
    for (const child of target.children) visit(child, context);
  }

  function addShape(outline: Polygon, { affine, fill, groups }: Context): void {
    if (drawn.shapes.length === DRAWN_MAX) throw new Refused({ code: "too-many-shapes" });
    drawn.shapes.push({ outline: outline.map((point) => mapped(affine, point)), colour: fill, groups });
  }

  function addText(
    { text, attributes, children }: Element,
    { affine, fontSize }: Context,
    anchor = "start",
  ): void {
    const words = text.replace(/\s+/g, " ").trim();
    if (words === "") return;
    // Drawing programs often give the place to the text's first part.
    const { x, y } = { ...children.find(({ name }) => name === "tspan")?.attributes, ...attributes };
    const width = words.length * LETTER_WIDTH * fontSize;
    const shift = anchor === "middle" ? 0 : anchor === "end" ? -width / 2 : width / 2;
    drawn.texts.push({
      at: mapped(affine, [number(x) + shift, number(y) - BASELINE_TO_MIDDLE * fontSize]),
      text: words,
      size: fontSize * enlargement(affine),
      turn: turnOf(affine),
    });
  }

  visit(root, { affine: IDENTITY, fill: "black", fontSize: FONT_SIZE, groups: [], depth: 0 });
  return drawn;
}

/** The name that someone gave to a group; those that drawing programs count up say nothing. */
function labelOf(attributes: Record<string, string>): string | undefined {
  const label = attributes["inkscape:label"] ?? attributes["data-name"] ?? attributes.id;
  return label && !/^((g|path)[-_]?\d+|(svg|group|layer|gruppe|ebene)[-_ ]?\d*)$/i.test(label)
    ? label.slice(0, 80)
    : undefined;
}

function number(text: string | undefined, otherwise = 0): number {
  const value = Number.parseFloat(text ?? "");
  return Number.isFinite(value) ? value : otherwise;
}

/** The closed polygon of a shape, in its own coordinates; null if it isn't one. */
function outlineOf(name: string, attributes: Record<string, string>): Polygon | null {
  const value = (attribute: string) => number(attributes[attribute]);
  switch (name) {
    case "circle":
      return ellipse([value("cx"), value("cy")], value("r"), value("r"));
    case "ellipse":
      return ellipse([value("cx"), value("cy")], value("rx"), value("ry"));
    case "rect": {
      const [x, y, width, height] = ["x", "y", "width", "height"].map(value);
      return width > 0 && height > 0
        ? [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
        : null;
    }
    case "polygon":
    case "polyline":
      return closed(inPairs(numbers(attributes.points ?? "")));
    case "path":
      return pathOutline(attributes.d ?? "");
    default:
      return null;
  }
}

function ellipse([x, y]: Point, rx: number, ry: number): Polygon | null {
  if (!(rx > 0 && ry > 0)) return null;
  return Array.from({ length: CIRCLE_CORNERS }, (_, n): Point => {
    const angle = 2 * Math.PI * n / CIRCLE_CORNERS;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

function closed(points: Point[]): Polygon | null {
  return points.length >= 3 ? points : null;
}

function numbers(text: string): number[] {
  return text.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi)?.map(Number) ?? [];
}

function inPairs(values: number[]): Point[] {
  return Array.from({ length: values.length >> 1 }, (_, n) => [values[2 * n], values[2 * n + 1]]);
}

/** The first closed part of a path: seats and rooms are drawn as one, with holes if at all. */
function pathOutline(d: string): Polygon | null {
  const points: Point[] = [];
  let isDone = false;
  svgpath(d).abs().unshort().unarc().iterate(([command, ...values]: [string, ...number[]], index, x, y) => {
    if (isDone) return;
    if (command === "M" && index > 0) isDone = true;
    else if (command === "H") points.push([values[0], y]);
    else if (command === "V") points.push([x, values[0]]);
    else if (command === "C" || command === "Q") points.push(...curve([[x, y], ...inPairs(values)]));
    else if (command === "M" || command === "L") points.push([values[0], values[1]]);
  });
  return closed(points.filter((point) => point.every(Number.isFinite)));
}

/** Points on a Bézier curve after its start, by de Casteljau's construction. */
function curve(points: Point[]): Point[] {
  return Array.from({ length: CURVE_POINTS }, (_, n) => {
    const part = (n + 1) / CURVE_POINTS;
    let rest = points;
    while (rest.length > 1) {
      rest = rest.slice(1).map(([x, y], at): Point => [
        rest[at][0] + (x - rest[at][0]) * part,
        rest[at][1] + (y - rest[at][1]) * part,
      ]);
    }
    return rest[0];
  });
}

/** The map of a `transform` attribute, by what it does to three points; what can't be read changes nothing. */
function transformOf(text: string | undefined): Affine {
  if (!text) return IDENTITY;
  const points: Point[] = [];
  svgpath("M0 0L1 0L0 1").transform(text).iterate(([, x, y]: [string, ...number[]]) => {
    points.push([x, y]);
  });
  const [[e, f], [ax, ay], [cx, cy]] = points;
  const affine: Affine = [ax - e, ay - f, cx - e, cy - f, e, f];
  return affine.every(Number.isFinite) ? affine : IDENTITY;
}
