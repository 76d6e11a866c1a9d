import type { Level, Responder } from "./chain.ts";
import type { Layout } from "./context.ts";
import type { Middleware } from "./types.ts";

/** A folder of the app: what is attached to one segment of a path. */
export interface Segment<State> {
  parent: Segment<State> | null;
  children: Map<string, Segment<State>>;
  middlewares: Middleware<State>[];
  layout: Layout<State> | null;
  errorResponder: Responder<State> | null;
}

/** A segment with nothing attached. */
export function newSegment<State>(parent: Segment<State> | null): Segment<State> {
  return { parent, children: new Map(), middlewares: [], layout: null, errorResponder: null };
}

/** The segment of a path, created if missing. `*`, `/*` and `/` are the root. */
export function segmentAt<State>(root: Segment<State>, path: string): Segment<State> {
  if (path === "*" || path === "/*") return root;
  const withoutOptional = path.replace(/\{\/[^}]*\}\?/g, "");
  let segment = root;
  for (const name of withoutOptional.split("/").filter(Boolean)) {
    let child = segment.children.get(name);
    if (child === undefined) {
      child = newSegment(segment);
      segment.children.set(name, child);
    }
    segment = child;
  }
  return segment;
}

/** What applies in a segment now, from the root down. What is attached later does not change it. */
export function levelsTo<State>(segment: Segment<State>): Level<State>[] {
  const levels = segment.parent === null ? [] : levelsTo(segment.parent);
  const inherited = levels.at(-1)?.layouts ?? [];
  const { layout } = segment;
  const layouts = layout === null
    ? inherited
    : layout.config.skipInheritedLayouts
    ? [layout]
    : [...inherited, layout];
  levels.push({ middlewares: [...segment.middlewares], layouts, errorResponder: segment.errorResponder });
  return levels;
}
