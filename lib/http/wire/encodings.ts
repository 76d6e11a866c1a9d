import { BoundedMap } from "@/lib/bounded_map.ts";

/** More than any browser sends; the rest is ignored. */
const HEADER_LENGTH_MAX = 200;

/** Browsers send few different headers. */
const known = new BoundedMap<string, boolean>(1_000);

/** Whether a client accepts gzip, according to its `Accept-Encoding` (RFC 9110, section 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  if (acceptEncoding === null) return false;
  const header = acceptEncoding.slice(0, HEADER_LENGTH_MAX);
  let accepts = known.get(header);
  if (accepts === undefined) known.set(header, accepts = readsGzip(header));
  return accepts;
}

function readsGzip(acceptEncoding: string): boolean {
  const weights = new Map(
    acceptEncoding.toLowerCase().split(",").map((part) => {
      const [coding, ...parameters] = part.split(";").map((text) => text.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return [coding, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}
