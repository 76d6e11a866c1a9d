import { type AnyComponent, type ComponentChildren, Fragment, h, type VNode } from "preact";
import type { Island } from "../build.ts";
import { rawHtml } from "./elements.ts";
import { current, Slot } from "./state.ts";

type Props = Record<string, unknown>;

/** Replaces an island on the server: marks its place in the page and records its props. */
export function IslandBoundary(
  { island, component, islandProps, islandKey }: {
    island: Island;
    component: AnyComponent<Props>;
    islandProps: Props;
    islandKey: unknown;
  },
): VNode {
  if (current === null || current.isInIsland) return plainVNode(component, islandProps);

  const { islands, slots } = current;
  const index = islands.length;
  const sent: Props = {};
  islands.push({ island, props: sent });

  const rendered: Props = {};
  for (const [name, value] of Object.entries(islandProps)) {
    const isSlot = isElement(value) || (name === "children" && typeof value !== "function");
    if (isSlot) {
      const slot = new Slot(index, name, value as ComponentChildren);
      slots.push(slot);
      rendered[name] = h(SlotContent, { slot });
    } else {
      sent[name] = rendered[name] = value;
    }
  }
  const key = islandKey == null ? "" : encodeURIComponent(String(islandKey));
  return h(
    Fragment,
    null,
    rawHtml(`<!--frsh:island:${island.name}:${index}:${key}-->`),
    h(IslandCode, { on: true }),
    plainVNode(component, rendered),
    h(IslandCode, { on: false }),
    rawHtml("<!--/frsh:island-->"),
  );
}

/** Sets whether an island's code renders what follows. A context would need a provider for each slot. */
function IslandCode({ on }: { on: boolean }): null {
  if (current !== null) current.isInIsland = on;
  return null;
}

/** Content passed to an island. It is not part of the island: islands in it are hydrated separately. */
function SlotContent({ slot }: { slot: Slot }): VNode {
  slot.isRendered = true;
  return h(
    Fragment,
    null,
    rawHtml(`<!--frsh:slot:${slot.id}-->`),
    h(IslandCode, { on: false }),
    slot.children,
    h(IslandCode, { on: true }),
    rawHtml("<!--/frsh:slot-->"),
  );
}

/** The slots that no island has rendered so far, as templates for the browser to show later. */
export function HiddenSlots(): VNode | null {
  const hidden = current?.slots.filter((slot) => !slot.isRendered) ?? [];
  if (hidden.length === 0) return null;
  const templates = hidden.map((slot) => {
    slot.isRendered = true;
    return h("template", { id: `frsh-${slot.island}-${slot.prop}` }, slot.children);
  });
  // The islands in these templates may have hidden slots too.
  return h(Fragment, null, templates, h(HiddenSlots, null));
}

/** Whether a value is JSX. Looks for an own `constructor` property, since objects without a prototype are data. */
export function isElement(value: unknown): value is VNode {
  return typeof value === "object" && value !== null &&
    Object.hasOwn(value, "constructor") &&
    value.constructor === undefined && "type" in value && "props" in value;
}

function plainVNode(component: AnyComponent<Props>, props: Props): VNode {
  const vnode = h(component, props);
  current?.plainVNodes.add(vnode);
  return vnode as VNode;
}
