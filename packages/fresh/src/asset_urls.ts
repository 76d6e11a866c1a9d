/** The query parameter that ties a URL to one build, so that browsers may cache its content forever. */
export const CACHE_BUST_KEY = "__frsh_c";

/** Adds a build id to the query of an absolute path; returns any other URL unchanged. */
export function withBuildId(path: string, buildId: string | undefined): string {
  if (buildId === undefined || !path.startsWith("/") || path.startsWith("//")) return path;
  if (!/[?#]/.test(path)) return `${path}?${CACHE_BUST_KEY}=${buildId}`;
  if (path.includes(`${CACHE_BUST_KEY}=`)) return path;
  const [, pathname, query, hash] = path.match(/^([^?#]*)(\?[^#]*)?(#.*)?$/s) ?? [];
  if (pathname === undefined) return path;
  return `${pathname}${query ? `${query}&` : "?"}${CACHE_BUST_KEY}=${buildId}${hash ?? ""}`;
}

/** Adds a build id to each path of a `srcset`; returns one with parentheses unchanged. */
export function srcSetWithBuildId(srcset: string, buildId: string | undefined): string {
  if (srcset.includes("(")) return srcset;
  return srcset.split(",").map((part) => {
    const [, space, url, size] = part.match(/^(\s*)(\S+)(.*)$/s) ?? [];
    return url === undefined ? part : space + withBuildId(url, buildId) + size;
  }).join(",");
}
