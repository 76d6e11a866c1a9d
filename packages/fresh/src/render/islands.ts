import { type AnyComponent, type ComponentChildren, createContext, Fragment, h, type VNode } from "preact";
import { useContext } from "preact/hooks";
import type { Island } from "../build.ts";
import { rawHtml } from "./elements.ts";
import { current, Slot } from "./state.ts";

type Props = Record<string, unknown>;

/** Whether the components being rendered belong to an island, whose code draws them in the browser. */
const InsideIsland = createContext(false);

/** Vnodes of island components to render as they are. */
const plainVNodes = new WeakSet<object>();

/** Whether an island's vnode is to be rendered as an ordinary component. */
export function isPlain(vnode: object): boolean {
  return plainVNodes.has(vnode);
}

/** Stands in for an island on the server: marks its place in the page and remembers its props. */
export function IslandBoundary(
  { island, component, islandProps, islandKey }: {
    island: Island;
    component: AnyComponent<Props>;
    islandProps: Props;
    islandKey: unknown;
  },
): VNode {
  const isInside = useContext(InsideIsland);
  if (isInside || current === null) return plain(component, islandProps);

  const { islands, slots } = current;
  const index = islands.length;
  const sent: Props = {};
  islands.push({ island, props: sent });

  const drawn: Props = {};
  for (const [name, value] of Object.entries(islandProps)) {
    const isSlot = isElement(value) || (name === "children" && typeof value !== "function");
    if (isSlot) {
      const slot = new Slot(index, name, value as ComponentChildren);
      slots.push(slot);
      sent[name] = slot;
      drawn[name] = h(SlotContent, { slot });
    } else {
      sent[name] = drawn[name] = value;
    }
  }
  const key = islandKey == null ? "" : encodeURIComponent(String(islandKey));
  return h(
    Fragment,
    null,
    rawHtml(`<!--frsh:island:${island.name}:${index}:${key}-->`),
    h(InsideIsland.Provider, { value: true }, plain(component, drawn)),
    rawHtml("<!--/frsh:island-->"),
  );
}

/** Content given to an island. It does not belong to the island: islands in it have a life of their own. */
function SlotContent({ slot }: { slot: Slot }): VNode {
  slot.isRendered = true;
  return h(
    Fragment,
    null,
    rawHtml(`<!--frsh:slot:${slot.id}-->`),
    h(InsideIsland.Provider, { value: false }, slot.children),
    rawHtml("<!--/frsh:slot-->"),
  );
}

/** The slots that no island has drawn so far, out of sight, for the browser to show later. */
export function HiddenSlots(): VNode | null {
  const hidden = current?.slots.filter((slot) => !slot.isRendered) ?? [];
  if (hidden.length === 0) return null;
  const templates = hidden.map((slot) => {
    slot.isRendered = true;
    return h("template", { id: `frsh-${slot.island}-${slot.prop}` }, slot.children);
  });
  // The islands in these may have hidden slots of their own.
  return h(Fragment, null, templates, h(HiddenSlots, null));
}

/** Whether a value is JSX. Looks for an own `constructor`, since objects without prototype are data. */
export function isElement(value: unknown): value is VNode {
  return typeof value === "object" && value !== null &&
    Object.hasOwn(value, "constructor") &&
    value.constructor === undefined && "type" in value && "props" in value;
}

function plain(component: AnyComponent<Props>, props: Props): VNode {
  const vnode = h(component, props);
  plainVNodes.add(vnode);
  return vnode as VNode;
}
