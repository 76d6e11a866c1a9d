import { BoundedMap } from "@/lib/bounded_map.ts";

/** Browsers send few different headers. */
const known = new BoundedMap<string, boolean>(1_000);

/** Whether a client takes gzip, by its `Accept-Encoding` (RFC 9110, section 12.5.3). */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  if (acceptEncoding === null) return false;
  let accepts = known.get(acceptEncoding);
  if (accepts === undefined) known.set(acceptEncoding, accepts = readsGzip(acceptEncoding));
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
