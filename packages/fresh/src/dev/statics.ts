import { extname, relative, sep } from "node:path";
import { withBuildId } from "../asset_urls.ts";
import type { StaticFile } from "../build.ts";
import { staticPath } from "../static_files.ts";
import type { Bundle } from "./bundle.ts";
import { filesUnder } from "./project.ts";

const CONTENT_TYPES: Record<string, string> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=UTF-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=UTF-8",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=UTF-8",
  ".json": "application/json; charset=UTF-8",
  ".map": "application/json; charset=UTF-8",
  ".mjs": "text/javascript; charset=UTF-8",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".otf": "font/otf",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=UTF-8",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json; charset=UTF-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=UTF-8",
};

/** The files of the static folders by URL path. Of two at the same path, the one in the earlier folder is served. */
export async function readStaticFolders(
  folders: string[],
  mode: "development" | "production",
): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const folder of folders) {
    for (const path of (await filesUnder(folder)).sort()) {
      const segments = relative(folder, path).split(sep);
      const isHidden = segments.some((segment) => segment.startsWith(".") && segment !== ".well-known");
      const url = staticPath(`/${segments.join("/")}`);
      if (files.has(url) || (isHidden && mode === "production")) continue;
      files.set(url, {
        contentType: contentType(path),
        hash: await sha256(await Deno.readFile(path)),
        immutable: false,
        read: () => Deno.readFile(path),
      });
    }
  }
  return files;
}

/** The islands' bundled JavaScript as files to serve, at URLs that change with the build. */
export async function bundleFiles(bundle: Bundle, buildId: string): Promise<[string, StaticFile][]> {
  return await Promise.all(
    Object.entries(bundle.files).map(
      async ([name, text]): Promise<[string, StaticFile]> => {
        const content = new TextEncoder().encode(text);
        return [staticPath(`/_fresh/js/${buildId}/${name}`), {
          contentType: contentType(name),
          hash: await sha256(content),
          immutable: true,
          read: () => Promise.resolve(content),
        }];
      },
    ),
  );
}

/** A build's id: a digest of what it serves, so that several processes of the same app agree on its URLs. */
export async function buildId(bundle: Bundle, files: Map<string, StaticFile>): Promise<string> {
  const content = [Object.entries(bundle.files), [...files].map(([url, { hash }]) => [url, hash])];
  return (await sha256(new TextEncoder().encode(JSON.stringify(content))))
    .slice(0, 40);
}

/** Ties the URLs in the style sheets to the build, as `asset` does in pages. */
export function lockStylesheets(files: Map<string, StaticFile>, buildId: string): void {
  for (const [url, file] of files) {
    if (!url.endsWith(".css")) continue;
    const { read } = file;
    file.read = async () => {
      const css = new TextDecoder().decode(await read());
      const locked = css.replace(
        /url\(\s*(["']?)(\/[^"')\s]+)\1\s*\)/g,
        (_, quote, path) => `url(${quote}${withBuildId(path, buildId)}${quote})`,
      );
      return new TextEncoder().encode(locked);
    };
  }
}

/** The SHA-256 digest in hex. */
export async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
}

function contentType(path: string): string {
  return CONTENT_TYPES[extname(path).toLowerCase()] ?? "text/plain; charset=UTF-8";
}
