/** A component that also runs in the browser. */
export interface Island {
  /** The name that stands for it in the page's markup; unique in the app. */
  name: string;
  /** The name under which its module exports it. */
  exportName: string;
  /** The URL of its JavaScript. */
  url: string;
  /** The URLs of the shared JavaScript it imports, the runtime's excepted. */
  imports: string[];
}

/** A file served as it is. */
export interface StaticFile {
  contentType: string;
  /** Hex digest of the content. */
  hash: string;
  /** Its URL changes with its content, so that browsers may keep it for ever. */
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
  /** The URL of the script that brings islands to life, and of the shared JavaScript it imports. */
  runtime: { url: string; imports: string[] };
  /** JavaScript on every page: live reload in development, else empty. */
  pageScript: string;
  /** By URL path, percent-encoded as in a request. */
  staticFiles: Map<string, StaticFile>;
}
