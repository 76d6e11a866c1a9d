import type { ComponentChildren } from "preact";

interface ProviderProps {
  /** The context's key in `getChildContext`. */
  contextId: string;
  value: unknown;
  children?: ComponentChildren;
}

/**
 * Provides the value of a context during a page render, in which it never changes. Preact's own provider lets consumers
 * subscribe to changes, through functions written where they are assigned to properties. Those keep pages in
 * memory long after they were sent (see `withMiddlewares`), and copying them was most of the garbage collector's work.
 */
export class Provider {
  constructor(readonly props: ProviderProps) {}

  getChildContext(): Record<string, Provider> {
    return { [this.props.contextId]: this };
  }

  /** What consumers subscribe with. */
  sub(): void {}

  render(): ComponentChildren {
    return this.props.children;
  }
}
