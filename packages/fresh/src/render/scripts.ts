import { Signal } from "@preact/signals";
import { DevalueError, stringify } from "devalue";
import { type ComponentChildren, h } from "preact";
import { escapeScript } from "./elements.ts";
import { HiddenSlots, isElement } from "./islands.ts";
import { current, type PlacedIsland, type RenderState } from "./state.ts";

/** The end of `<body>`: content that islands have not rendered, and the script that hydrates them. */
export function BodyEnd(): ComponentChildren {
  return [h(HiddenSlots, null), h(BootScript, null)];
}

function BootScript(): ComponentChildren {
  if (current?.build == null) return null;
  const { build, islands } = current;
  const script = islands.length === 0 ? "" : bootScript(build.runtime.url, build.id, islands);
  const code = script + build.pageScript;
  return code === "" ? null : h("script", { type: "module", dangerouslySetInnerHTML: { __html: code } });
}

function bootScript(runtimeUrl: string, buildId: string, placed: PlacedIsland[]): string {
  const islands = new Set(placed.map(({ island }) => island));
  const imports = [...islands].map(({ exportName, name, url }) =>
    `import {${exportName} as ${name}} from ${JSON.stringify(url)};`
  );
  const names = [...islands].map(({ name }) => name).join(",");
  const props = escapeScript(propsCode(placed));
  return `import {boot} from ${JSON.stringify(runtimeUrl)};${imports.join("")}` +
    `boot({${names}},${JSON.stringify(buildId)},${props});`;
}

/** Serializers for values that JSON cannot express, tried in turn; `client/revive.ts` is the counterpart. */
const REDUCERS: Record<string, (value: unknown) => unknown> = {
  Signal: (value) => value instanceof Signal && !isComputed(value) && [value.peek()],
  Computed: (value) => value instanceof Signal && isComputed(value) && [value.peek()],
  Element: (value) => isElement(value) && refuseElement(),
};

/**
 * All props of all islands together, so that what two islands share stays shared: as code that parses JSON if they can
 * be expressed in it, otherwise as a string literal.
 */
function propsCode(placed: PlacedIsland[]): string {
  const props = placed.map((island) => island.props);
  const isJson = isPlain(props, new Set());
  const text = isJson ? JSON.stringify(props) : serialize(placed, props);
  return isJson ? `JSON.parse(${JSON.stringify(text)})` : JSON.stringify(text);
}

/**
 * Whether JSON can express a value in full, which it cannot if an object occurs in it twice. Undefined members are
 * dropped, like props that were not passed.
 */
function isPlain(value: unknown, seen: Set<object>): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || seen.has(value)) return false;
  seen.add(value);
  if (Array.isArray(value)) return value.every((item) => isPlain(item, seen)) && !value.includes(undefined);
  return Object.getPrototypeOf(value) === Object.prototype && !isElement(value) &&
    Object.values(value).every((member) => member === undefined || isPlain(member, seen));
}

function serialize(placed: PlacedIsland[], props: Record<string, unknown>[]): string {
  try {
    return stringify(props, REDUCERS);
  } catch (error) {
    if (!(error instanceof DevalueError)) throw error;
    const index = Number(error.path.match(/^\[(\d+)\]/)?.[1]);
    const name = placed[index]?.island.name ?? "an island";
    const path = error.path.replace(/^\[\d+\]\.?/, "");
    throw new Error(
      `The prop ${path} of ${name} cannot be sent to the browser: ${error.message}.`,
      { cause: error },
    );
  }
}

function refuseElement(): never {
  throw new Error("JSX can be sent to an island only as a prop, not inside an array or object.");
}

/** Whether a signal is computed. One cannot be set, so its class differs from that of a plain one. */
function isComputed(signal: Signal): boolean {
  return Object.getPrototypeOf(signal) !== Signal.prototype;
}

/** The header that lets the browser fetch the page's JavaScript early, or null if there is none. */
export function linkHeader({ build, islands }: RenderState): string | null {
  if (build === null || islands.length === 0) return null;
  const urls = new Set([build.runtime.url, ...build.runtime.imports]);
  for (const { island } of islands) {
    urls.add(island.url);
    for (const url of island.imports) urls.add(url);
  }
  return [...urls].map((url) => `<${encodeURI(url)}>; rel="modulepreload"; as="script"`).join(", ");
}
