import { type ComponentChildren, h, type VNode } from "preact";
import { isEnd, type Mark, markOf } from "./marks.ts";

/**
 * Turns markup back into vnodes, from a node to the sibling before `end`. The markup of an island becomes what
 * `toElement` returns for it.
 */
export function toVNodes(
  from: Node | null,
  end: Node | null,
  toElement: (mark: Mark) => VNode<Record<string, unknown>>,
): ComponentChildren[] {
  const vnodes: ComponentChildren[] = [];
  let node = from;
  while (node !== null && node !== end) {
    const mark = markOf(node);
    if (mark !== null) {
      vnodes.push(toElement(mark));
      node = endOf(node);
    } else if (node.nodeType === Node.TEXT_NODE) {
      vnodes.push((node as Text).data);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const element = node as Element;
      const content = element instanceof HTMLTemplateElement ? element.content : element;
      vnodes.push(
        h(element.localName, attributesOf(element), ...toVNodes(content.firstChild, null, toElement)),
      );
    }
    node = node.nextSibling;
  }
  return vnodes;
}

/** The end comment that matches the comment `start`. */
function endOf(start: Node): Node {
  let depth = 1;
  let node = start;
  while (depth > 0 && node.nextSibling !== null) {
    node = node.nextSibling;
    if (markOf(node) !== null) depth++;
    else if (isEnd(node)) depth--;
  }
  return node;
}

function attributesOf(element: Element): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    // Preact sets properties, and for `disabled` an empty string would mean false.
    const property: unknown = Reflect.get(element, name);
    props[name] = typeof property === "boolean" ? property : value;
  }
  return props;
}
