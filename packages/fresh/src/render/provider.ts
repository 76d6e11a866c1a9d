import type { ComponentChildren } from "preact";

interface ProviderProps {
  /** The context's key in `getChildContext`. */
  contextId: string;
  value: unknown;
  children?: ComponentChildren;
}

/**
 * Provides the value of a context during a page render. Preact's own provider lets consumers subscribe to changes, which
 * a render has none of, through functions that are written where they are assigned to properties. That keeps pages in
 * memory long after they were sent (see `withMiddlewares`), and copying them was most of the work of collecting garbage.
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
