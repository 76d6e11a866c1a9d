import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { current } from "./state.ts";

/** The elements that `<Head>` moves to the document's head. */
export const HEAD_ELEMENTS: ReadonlySet<string> = new Set([
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
]);

/** The attribute that says what an element holds, not which one it is. */
const CONTENT_ATTRIBUTE: Record<string, string> = { meta: "content", link: "href" };

/** An element as it is about to be rendered. */
interface HeadElement {
  type: unknown;
  props: Record<string, unknown>;
  key: unknown;
}

/** Elements of the same key are of the same kind; found in a tenth of the time. */
export function headKind({ type, props, key }: HeadElement): string {
  return key == null ? `${type} ${props.rel ?? props.name ?? props.property ?? ""}` : `key ${key}`;
}

/** Two head elements of the same key are the same one: the later replaces the earlier. */
export function headKey(vnode: HeadElement): string {
  if (vnode.key != null) return `key ${vnode.key}`;
  const type = vnode.type as string;
  if (type === "title") return type;
  const identity: string[] = [];
  for (const name in vnode.props) {
    if (name === "nonce" || name === "children" || name === CONTENT_ATTRIBUTE[type]) continue;
    const value = vnode.props[name];
    identity.push(`${name}=${typeof value === "object" ? JSON.stringify(value) : value}`);
  }
  return `${type} ${identity.sort().join(" ")}`;
}

/** The props of `Head`. */
export interface HeadProps {
  children?: ComponentChildren;
}

/** Moves its elements to the document's head. */
export function Head(props: HeadProps): VNode {
  return h(Fragment, null, h(Lifting, { on: true }), props.children, h(Lifting, { on: false }));
}

function Lifting({ on }: { on: boolean }): null {
  if (current !== null) current.isLifting = on;
  return null;
}

/** The end of the document's head: what was lifted and has no place in it yet. */
export function RemainingHeadItems(): ComponentChildren {
  if (current === null) return null;
  current.isInDocumentHead = false;
  const items = [...current.headItems.values()];
  current.headItems.clear();
  return items;
}
