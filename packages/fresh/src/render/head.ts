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

/** The attribute that holds an element's content rather than identifying it. */
const CONTENT_ATTRIBUTE: Record<string, string> = { meta: "content", link: "href" };

/** An element about to be rendered. */
interface HeadElement {
  type: unknown;
  props: Record<string, unknown>;
  key: unknown;
}

/** The kind of a head element: equal for equal `headKey`s, but computed in a tenth of the time. */
export function headKind({ type, props, key }: HeadElement): string {
  return key == null ? `${type} ${props.rel ?? props.name ?? props.property ?? ""}` : `key ${key}`;
}

/** Identifies a head element: of two with the same key, the later replaces the earlier. */
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

/** Moves its children to the document's head. */
export function Head(props: HeadProps): VNode {
  return h(Fragment, null, h(Lifting, { on: true }), props.children, h(Lifting, { on: false }));
}

function Lifting({ on }: { on: boolean }): null {
  if (current !== null) current.isLifting = on;
  return null;
}

/** The end of the document's head: the lifted elements that have not been placed yet. */
export function RemainingHeadItems(): ComponentChildren {
  if (current === null) return null;
  current.isInDocumentHead = false;
  const items = [...current.headItems.values()].map(({ type, props }) => h(type, props));
  current.headItems.clear();
  return items;
}
