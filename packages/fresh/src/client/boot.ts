/** Hydrates the islands of a page. */
import {
  type ComponentChildren,
  type ComponentType,
  type ContainerNode,
  h,
  render,
  type VNode,
} from "preact";
import { type Mark, markedRanges, type Range } from "./marks.ts";
import { setBuildId } from "./runtime.ts";
import { toVNodes } from "./vnodes.ts";

type Props = Record<string, unknown>;
type Islands = Record<string, ComponentType<Props>>;

/**
 * Starts all islands: reads the content of their slots from the markup, and renders each island in its place. Called by
 * the script at the end of a page. `sent` holds the props of all islands, as a string if JSON cannot express them.
 */
export async function boot(islands: Islands, buildId: string, sent: Props[] | string): Promise<void> {
  setBuildId(buildId);
  // Only some pages need this module, so it is loaded on demand.
  const allProps = typeof sent === "string" ? (await import("./revive.ts")).revive(sent) : sent;
  const slots = new Map<string, ComponentChildren>();
  const SlotContent = ({ id }: { id: string }) => slots.get(id) as VNode;
  const toElement = ({ name, index, key }: Mark) =>
    h(islands[name], { ...allProps[index], key: key || undefined } as Props);

  const hidden = [...document.querySelectorAll<HTMLTemplateElement>("template[id^=frsh-]")];
  const ranges = markedRanges(document.body, hidden);
  const hiddenSlots = hidden.map(({ id, content }) => ({
    id: id.slice("frsh-".length).replace("-", ":"),
    content,
  }));
  // Islands in slots receive their props while the slots are read, so slots among those props come first.
  for (const id of [...ranges.slots.map(({ mark }) => slotId(mark)), ...hiddenSlots.map(({ id }) => id)]) {
    const [index, prop] = id.split(/:(.*)/);
    allProps[Number(index)][prop] = h(SlotContent, { id });
  }
  // All slots are read before the first island renders and changes the document.
  for (const { mark, start, end } of ranges.slots) {
    slots.set(slotId(mark), toVNodes(start.nextSibling, end, toElement));
  }
  for (const { id, content } of hiddenSlots) slots.set(id, toVNodes(content.firstChild, null, toElement));
  for (const range of ranges.outermost) {
    const vnode = toElement(range.mark);
    const root = rootBetween(range);
    // Each in its own task, so that the page stays responsive.
    setTimeout(() => render(vnode, root));
  }
}

function slotId({ index, name }: Mark): string {
  return `${index}:${name}`;
}

/**
 * What Preact renders into: the part of an element between two nodes. Empty text nodes replace the comments, as Preact
 * steps over comments and would insert after them.
 */
function rootBetween({ start, end }: Range): ContainerNode {
  const parent = start.parentNode as ParentNode & Element;
  const first = document.createTextNode("");
  const last = document.createTextNode("");
  start.replaceWith(first);
  end.replaceWith(last);
  const root = {
    nodeType: 1,
    parentNode: parent,
    namespaceURI: parent.namespaceURI,
    ownerDocument: document,
    get firstChild() {
      return first.nextSibling === last ? null : first.nextSibling;
    },
    get childNodes() {
      const nodes: Node[] = [];
      for (
        let node = root.firstChild;
        node !== null && node !== last;
        node = node.nextSibling
      ) nodes.push(node);
      return nodes;
    },
    contains: (node: Node) => parent.contains(node),
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? last),
    appendChild: (node: Node) => parent.insertBefore(node, last),
    removeChild: (node: Node) => parent.removeChild(node),
  };
  return root as unknown as ContainerNode;
}
