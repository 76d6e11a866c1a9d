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
  return `import {boot} from ${JSON.stringify(runtimeUrl)};${imports.join("")}` +
    `boot({${names}},${JSON.stringify(buildId)},${propsCode(placed)});`;
}

/** Serializers for values that JSON cannot express, tried in turn; `client/revive.ts` is the counterpart. */
const REDUCERS: Record<string, (value: unknown) => unknown> = {
  Signal: (value) => value instanceof Signal && !isComputed(value) && [value.peek()],
  Computed: (value) => value instanceof Signal && isComputed(value) && [value.peek()],
  Element: (value) => isElement(value) && refuseElement(),
};

/**
 * All props of all islands together, so that what two islands share stays shared: as an expression if JSON can express
 * them, otherwise as a string literal.
 */
function propsCode(placed: PlacedIsland[]): string {
  const props = placed.map((island) => island.props);
  return jsonCode(props, new Set()) ?? escapeScript(JSON.stringify(serialize(placed, props)));
}

/** The code of frozen objects, such as the words of a language, which are the same on most pages. */
const frozenCode = new WeakMap<object, string>();

/**
 * A value as JSON that is safe in a script. Null if JSON cannot express it in full, as when an object occurs in it
 * twice. Undefined members are dropped, like props that were not passed. Frozen objects must be deeply frozen.
 */
function jsonCode(value: unknown, seen: Set<object>): string | null {
  if (typeof value === "string") return textCode(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : null;
  }
  if (typeof value !== "object" || seen.has(value)) return null;
  seen.add(value);
  const known = frozenCode.get(value);
  if (known !== undefined) return known;
  const code = Array.isArray(value) ? arrayCode(value, seen) : objectCode(value, seen);
  if (code !== null && Object.isFrozen(value)) frozenCode.set(value, code);
  return code;
}

function arrayCode(items: unknown[], seen: Set<object>): string | null {
  let code = "";
  for (const item of items) {
    const itemCode = jsonCode(item, seen);
    if (itemCode === null) return null;
    code += code === "" ? itemCode : `,${itemCode}`;
  }
  return `[${code}]`;
}

function objectCode(object: object, seen: Set<object>): string | null {
  if (Object.getPrototypeOf(object) !== Object.prototype || isElement(object)) return null;
  let code = "";
  for (const name of Object.keys(object)) {
    const member = (object as Record<string, unknown>)[name];
    if (member === undefined) continue;
    const memberCode = jsonCode(member, seen);
    // In a script, unlike in JSON, a member with this name sets the prototype.
    if (memberCode === null || name === "__proto__") return null;
    code += `${code === "" ? "" : ","}${textCode(name)}:${memberCode}`;
  }
  return `{${code}}`;
}

/** What JSON or a script may need escaped. */
// deno-lint-ignore no-control-regex -- JSON escapes control characters
const SPECIAL = /[\0-\x1f"\\<\u2028\u2029\ud800-\udfff]/;

function textCode(text: string): string {
  return SPECIAL.test(text) ? escapeScript(JSON.stringify(text)) : `"${text}"`;
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

/** Whether a signal is computed. A computed signal cannot be set, so its class differs from a plain signal's. */
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
