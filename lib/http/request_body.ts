/** Reading what a request carries, within bounds. */
import { Problem } from "./problem.ts";

export const BODY_BYTES_MAX = 64 * 1024;

/**
 * The JSON of a request's body.
 * @throws {Problem} `body-too-large`, `unsupported-media-type` or `malformed-json`, looked for in this order.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request).catch((error) => {
    // The client went away, or the connection broke, in the middle of the body.
    throw error instanceof Problem
      ? error
      : new Problem("malformed-json", { detail: "The body ended early." });
  });
  if (!isJson(request.headers.get("content-type"))) throw new Problem("unsupported-media-type");
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed-json");
  }
}

/**
 * The fields of a form that a page sent. NUL characters, which no keyboard makes and Postgres cannot store, are left out.
 * @throws {Problem} `body-too-large` or `unsupported-media-type`
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const text = await readText(request);
  const mediaType = request.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
  if (mediaType !== "application/x-www-form-urlencoded") throw new Problem("unsupported-media-type");
  return new URLSearchParams(text.replaceAll("%00", ""));
}

function isJson(contentType: string | null): boolean {
  return contentType === "application/json" ||
    contentType?.split(";")[0].trim().toLowerCase() === "application/json";
}

/** The text of a request's body. A body whose length was not told is read only up to the bound. */
async function readText(request: Request): Promise<string> {
  const { headers, body } = request;
  if (body === null) return "";
  const announced = headers.has("transfer-encoding") ? null : headers.get("content-length");
  if (announced === null) return await readBounded(body);
  if (Number(announced) > BODY_BYTES_MAX) throw new Problem("body-too-large");
  const text = await request.text();
  // The server holds a body to its length; a longer one can only come from a caller inside the program.
  if (text.length > BODY_BYTES_MAX) throw new Problem("body-too-large");
  return text;
}

async function readBounded(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream, so that the rest is not read.
    if (length > BODY_BYTES_MAX) throw new Problem("body-too-large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
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
