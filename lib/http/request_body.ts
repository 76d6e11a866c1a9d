/** Reading what a request carries, within bounds. */
import { Problem } from "./problem.ts";

export const BODY_BYTES_MAX = 64 * 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON of a request's body.
 * @throws {Problem} `body-too-large`, `unsupported-media-type` or `malformed-json`, looked for in this order.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  const mediaType = request.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
  if (mediaType !== "application/json") throw new Problem("unsupported-media-type");
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Problem("malformed-json");
  }
}

/** The bytes of a request's body. A body whose length was not told is read only up to the bound. */
async function readBytes(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const { headers } = request;
  const announced = headers.has("transfer-encoding") ? null : headers.get("content-length");
  if (announced !== null) {
    if (Number(announced) > BODY_BYTES_MAX) throw new Problem("body-too-large");
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > BODY_BYTES_MAX) throw new Problem("body-too-large");
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream, so that the rest is not read.
    if (length > BODY_BYTES_MAX) throw new Problem("body-too-large");
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : concatenate(chunks, length);
}

function concatenate(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The parameters of a query: text, or a list of texts where a name is repeated. */
export function readQuery(search: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return query;
}

/** The path of the first text with a NUL character in it, which Postgres cannot store, or null. */
export function findNul(value: unknown, path: PropertyKey[] = []): PropertyKey[] | null {
  if (typeof value === "string") return value.includes("\0") ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const found = name.includes("\0") ? path : findNul(member, [...path, name]);
    if (found) return found;
  }
  return null;
}
