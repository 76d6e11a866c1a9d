import type { ComponentChildren } from "preact";
import type { Build, Island } from "../build.ts";

/** An island on the page, with the props to send to the browser. */
export interface PlacedIsland {
  island: Island;
  props: Record<string, unknown>;
}

/** Content for a JSX prop of an island. The browser finds it in the markup, not among the props. */
export class Slot {
  isRendered = false;

  constructor(readonly island: number, readonly prop: string, readonly children: ComponentChildren) {}

  /** Identifies the slot in the markup. */
  get id(): string {
    return `${this.island}:${this.prop}`;
  }
}

/** What one rendering of a page collects. Rendering is synchronous, so at most one is current. */
export interface RenderState {
  build: Build | null;
  url: URL;
  /** The path of `url` without a trailing slash. */
  path: string;
  /** On every script and style of this page, for a content security policy. */
  nonce: string;
  islands: PlacedIsland[];
  slots: Slot[];
  /** Vnodes of island components to render as ordinary components. */
  plainVNodes: Set<object>;
  /** Elements lifted from `<Head>`, by key; removed as they are placed. */
  headItems: Map<string, { type: string; props: Record<string, unknown> }>;
  /** The kinds of the lifted elements. */
  headKinds: Set<string>;
  /** Inside an island's own components, which its code renders in the browser. */
  isInIsland: boolean;
  /** Inside a `<Head>`, whose elements are to be lifted. */
  isLifting: boolean;
  /** Inside the document's own `<head>`. */
  isInDocumentHead: boolean;
  /** Which of the document's main elements have been rendered. */
  seen: { html: boolean; head: boolean; body: boolean };
}

/** The current rendering, or null. */
export let current: RenderState | null = null;

/** Runs a synchronous rendering with `state` as the current one. */
export function withState<Result>(state: RenderState, render: () => Result): Result {
  const outer = current;
  current = state;
  try {
    return render();
  } finally {
    current = outer;
  }
}
