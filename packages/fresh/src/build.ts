/** A component that also runs in the browser. */
export interface Island {
  /** Identifies it in the page's markup; unique in the app. */
  name: string;
  /** The name under which its module exports it. */
  exportName: string;
  /** The URL of its JavaScript. */
  url: string;
  /** The URLs of the shared JavaScript it imports, except the runtime's. */
  imports: string[];
}

/** A file served unchanged. */
export interface StaticFile {
  contentType: string;
  /** Hex digest of the content. */
  hash: string;
  /** Whether its URL changes with its content, so that browsers may cache it forever. */
  immutable: boolean;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A module under `routes/`, its path relative to that folder and without the extension. */
export interface RouteFile {
  id: string;
  module: Record<string, unknown>;
}

/** What the Builder knows about an app: its file routes, its islands and the files to serve. */
export interface Build {
  root: string;
  mode: "development" | "production";
  /** Changes when an island's JavaScript or a static file changes. */
  id: string;
  routes: RouteFile[];
  islands: Map<unknown, Island>;
  /** The URL of the script that hydrates islands, and those of the shared JavaScript it imports. */
  runtime: { url: string; imports: string[] };
  /** JavaScript on every page: live reload in development, otherwise empty. */
  pageScript: string;
  /** By percent-encoded URL path. */
  staticFiles: Map<string, StaticFile>;
}
