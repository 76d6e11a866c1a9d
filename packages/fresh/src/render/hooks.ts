/**
 * Changes elements while a page renders on the server. Preact calls `options.__b` (the compiled name of its "before
 * diff" hook, which tools use) for each vnode just before rendering it, and `options.vnode` when one is created;
 * outside a page render the hooks do nothing.
 */
import { type ComponentChildren, Fragment, h, options } from "preact";
import { asset, assetSrcSet } from "../assets.ts";
import { HEAD_ELEMENTS, headKey, headKind, RemainingHeadItems } from "./head.ts";
import { IslandBoundary } from "./islands.ts";
import { Provider } from "./provider.ts";
import { BodyEnd } from "./scripts.ts";
import { current, type RenderState } from "./state.ts";

type Props = Record<string, unknown>;

/** A vnode about to be rendered, whose type and props may still be changed. */
interface RenderedVNode {
  type: unknown;
  props: Props;
  key: unknown;
}

const hooks = options as unknown as { __b?: (vnode: RenderedVNode) => void };
const inner = hooks.__b;

hooks.__b = (vnode) => {
  if (current !== null) change(current, vnode);
  inner?.(vnode);
};

const innerVNode = options.vnode;

options.vnode = (vnode) => {
  if (current !== null && vnode.type === "a") markActive(current, vnode.props as Props);
  innerVNode?.(vnode);
};

function change(state: RenderState, vnode: RenderedVNode): void {
  if (vnode.type === Fragment) return;
  if (typeof vnode.type === "function") {
    // Only a context, which is also its own provider, has an id under this compiled name.
    const { __c: contextId } = vnode.type as { __c?: string };
    if (contextId !== undefined) {
      vnode.props = { ...vnode.props, contextId };
      vnode.type = Provider;
      return;
    }
    const island = state.build?.islands.get(vnode.type);
    if (island !== undefined && !state.plainVNodes.has(vnode)) {
      vnode.props = { island, component: vnode.type, islandProps: vnode.props, islandKey: vnode.key };
      vnode.type = IslandBoundary;
    }
    return;
  }
  changes.get(vnode.type as string)?.(state, vnode);
}

type Change = (state: RenderState, vnode: RenderedVNode) => void;

/** The changes by element name; most elements are not changed. */
const changes = new Map<string, Change>([
  ...[...HEAD_ELEMENTS].map((name): [string, Change] => [name, placeHeadItem]),
  ["html", (state) => void (state.seen.html = true)],
  ["head", (state, vnode) => {
    state.seen.head = true;
    state.isInDocumentHead = true;
    append(vnode, RemainingHeadItems);
  }],
  ["body", (state, vnode) => {
    state.seen.body = true;
    append(vnode, BodyEnd);
  }],
  ["script", placeCode],
  ["style", placeCode],
  ["img", (_, vnode) => lockAssets(vnode)],
  ["source", (_, vnode) => lockAssets(vnode)],
]);

function append(vnode: RenderedVNode, Last: () => ComponentChildren): void {
  vnode.props = { ...vnode.props, children: [vnode.props.children, h(Last, null)] };
}

function placeCode(state: RenderState, vnode: RenderedVNode): void {
  placeHeadItem(state, vnode);
  if (vnode.type !== Fragment && !vnode.props.nonce) vnode.props = { ...vnode.props, nonce: state.nonce };
}

/** Lifts an element of a `<Head>`, or replaces one of the document's own with a lifted one that has the same key. */
function placeHeadItem(
  { isLifting, isInDocumentHead, headItems, headKinds }: RenderState,
  vnode: RenderedVNode,
): void {
  if (!isLifting && !isInDocumentHead) return;
  const kind = headKind(vnode);
  if (isLifting) {
    const { type, props, key } = vnode;
    headKinds.add(kind);
    headItems.set(headKey(vnode), {
      type: type as string,
      props: key == null ? props : { ...props, "data-key": String(key) },
    });
    vnode.type = Fragment;
    vnode.props = {};
  } else if (headKinds.has(kind)) {
    const key = headKey(vnode);
    Object.assign(vnode, headItems.get(key));
    headItems.delete(key);
  }
}

/** Adds the build id to the URLs of images, so that browsers may cache them. */
function lockAssets(vnode: RenderedVNode): void {
  if ("data-fresh-disable-lock" in vnode.props) return;
  const { srcSet, srcset = srcSet, ...props } = vnode.props;
  if (typeof props.src === "string") props.src = asset(props.src);
  vnode.props = typeof srcset === "string" ? { ...props, srcset: assetSrcSet(srcset) } : props;
}

/**
 * Marks a link to the current page, or to one above it, for styles and screen readers, unless the author set
 * `aria-current`. A link created before rendering began, such as one in a handler's JSX, is not marked.
 */
function markActive({ url, path: here }: RenderState, props: Props): void {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/") || props["aria-current"] !== undefined) return;
  const target = targetOf(href, url);
  const there = withoutTrailingSlash(target.pathname);
  if (here === there && (target.search === "" || target.search === url.search)) {
    props["data-current"] = "true";
    props["aria-current"] = "page";
  } else if (here === there || here.startsWith(`${there}/`)) {
    props["data-ancestor"] = "true";
    props["aria-current"] = "true";
  }
}

/** A link that parsing would not change: without `..` or characters to be encoded. */
const PLAIN_LINK = /^(\/(?!\/)[\w/-]*(?:\.\w+)?)(\?[\w=&%+/.:-]+)?(?=#|$)/;

/** The path and query of a link. Most match {@link PLAIN_LINK}, which takes a tenth of the time of parsing. */
function targetOf(href: string, base: URL): Pick<URL, "pathname" | "search"> {
  const plain = PLAIN_LINK.exec(href);
  return plain ? { pathname: plain[1], search: plain[2] ?? "" } : new URL(href, base);
}

/** The form in which the paths of links are compared. */
export function withoutTrailingSlash(pathname: string): string {
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
}
