/** What a comment in the markup marks: the start of an island, or of the content of an island's prop. */
export interface Mark {
  kind: "island" | "slot";
  /** The island's name, or the prop's. */
  name: string;
  /** The index of the island's props among those of the page. */
  index: number;
  /** The island's key, or empty. */
  key: string;
}

/** The part of the document between two comments. */
export interface Range {
  mark: Mark;
  start: Comment;
  end: Comment;
}

/** Reads a comment that starts an island or a slot; null for any other node. */
export function markOf(node: Node): Mark | null {
  if (node.nodeType !== Node.COMMENT_NODE) return null;
  const [, kind, ...rest] = (node as Comment).data.split(":");
  if (!(node as Comment).data.startsWith("frsh:")) return null;
  if (kind === "island") {
    return { kind, name: rest[0], index: Number(rest[1]), key: decodeURIComponent(rest[2]) };
  }
  return kind === "slot" ? { kind, index: Number(rest[0]), name: rest.slice(1).join(":"), key: "" } : null;
}

/** Whether a node ends an island or a slot. */
export function isEnd(node: Node): boolean {
  return node.nodeType === Node.COMMENT_NODE && (node as Comment).data.startsWith("/frsh:");
}

/** The islands that are not inside another, and all slots, including those in the content of hidden ones. */
export function markedRanges(
  body: Element,
  hidden: HTMLTemplateElement[],
): { outermost: Range[]; slots: Range[] } {
  const outermost: Range[] = [];
  const slots: Range[] = [];
  collect(body, (range, depth) => {
    if (range.mark.kind === "slot") slots.push(range);
    else if (depth === 0) outermost.push(range);
  });
  for (const { content } of hidden) {
    collect(content, (range) => range.mark.kind === "slot" && slots.push(range));
  }
  return { outermost, slots };
}

function collect(root: Node, found: (range: Range, depth: number) => void): void {
  const open: { mark: Mark; start: Comment }[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment;
    const mark = markOf(comment);
    if (mark !== null) {
      open.push({ mark, start: comment });
    } else if (isEnd(comment)) {
      const range = { ...open.pop()!, end: comment };
      const isTorn = range.start.parentNode !== comment.parentNode;
      if (isTorn) {
        console.error(`The browser split ${range.mark.name}: is it a block inside a paragraph?`);
      } else found(range, open.length);
    }
  }
}
