/** Reading the body and query of a request, within limits. */
import { Problem } from "./problem.ts";

export const BODY_BYTES_MAX = 64 * 1024;
/** A body that takes longer to arrive is abandoned: a slow sender would tie up a connection. */
const BODY_MS_MAX = 15_000;
/** Deno delivers a body that arrived together with its headers within four turns of the microtask queue. */
const READY_TURNS = 8;

/**
 * The JSON of a request's body, at most `bytesMax` bytes. `optional`: a missing body is an empty object.
 * @throws {Problem} `body-timeout`, `body-too-large`, `unsupported-media-type` or `malformed-json`, in this order.
 */
export async function readJson(
  request: Request,
  bytesMax = BODY_BYTES_MAX,
  msMax = BODY_MS_MAX,
  { optional = false } = {},
): Promise<unknown> {
  const bytes = await readJsonBytes(request, bytesMax, msMax, optional);
  if (optional && bytes.length === 0) return {};
  try {
    return parseJson(bytes);
  } catch {
    throw new Problem("malformed-json");
  }
}

/**
 * The bytes of a request body declared as JSON. `optional`: the body may be missing.
 * @throws {Problem} `body-timeout`, `body-too-large` or `unsupported-media-type`, in this order
 */
export async function readJsonBytes(
  request: Request,
  bytesMax: number,
  msMax = BODY_MS_MAX,
  optional = false,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(request, bytesMax, msMax);
  if (optional && bytes.length === 0) return bytes;
  if (!isJson(request.headers.get("content-type"))) throw wrongType("application/json");
  return bytes;
}

/**
 * The bytes of a request body declared as one of these media types. The content may be something else.
 * @throws {Problem} `body-timeout`, `body-too-large` or `unsupported-media-type`, in this order
 */
export async function readTypedBytes(
  request: Request,
  types: readonly string[],
  bytesMax: number,
  msMax = BODY_MS_MAX,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(request, bytesMax, msMax);
  if (!types.includes(mediaTypeOf(request))) throw wrongType(...types);
  return bytes;
}

/**
 * The fields and files of a form that a page sent as `multipart/form-data`.
 * @throws {Problem} `body-timeout`, `body-too-large`, `unsupported-media-type`, or `malformed-json` for a broken body
 */
export async function readUploadForm(request: Request, bytesMax: number, msMax: number): Promise<FormData> {
  const type = "multipart/form-data";
  const bytes = await readTypedBytes(request, [type], bytesMax, msMax);
  try {
    const headers = { "content-type": request.headers.get("content-type")! };
    return await new Response(bytes, { headers }).formData();
  } catch {
    throw new Problem("malformed-json", {
      detail: ({ problems }) => problems["malformed-json"].form,
    });
  }
}

function mediaTypeOf(request: Request): string {
  return request.headers.get("content-type")?.split(";")[0].trim().toLowerCase() ?? "";
}

function wrongType(...types: string[]): Problem {
  return new Problem("unsupported-media-type", {
    detail: ({ problems }) => problems["unsupported-media-type"].types({ types: types.join(", ") }),
  });
}

/** @throws {SyntaxError | TypeError} for anything but JSON in UTF-8 */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(strictUtf8.decode(bytes));
}

/** JSON that is not valid UTF-8 is refused: replacement characters would be stored in place of broken bytes. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The fields of a form that a page sent. NUL characters, which no keyboard types and Postgres cannot store, are
 * removed.
 * @throws {Problem} `body-timeout`, `body-too-large`, `unsupported-media-type`, or `malformed-json` for a truncated body
 */
export async function readForm(request: Request, msMax = BODY_MS_MAX): Promise<URLSearchParams> {
  const bytes = await readBytes(request, BODY_BYTES_MAX, msMax);
  const type = "application/x-www-form-urlencoded";
  if (mediaTypeOf(request) !== type) throw wrongType(type);
  const fields = new URLSearchParams(new TextDecoder().decode(bytes));
  return new URLSearchParams([...fields].map((field) => field.map((text) => text.replaceAll("\0", ""))));
}

function isJson(contentType: string | null): boolean {
  return contentType === "application/json" ||
    contentType?.split(";")[0].trim().toLowerCase() === "application/json";
}

async function readBytes(
  request: Request,
  bytesMax: number,
  msMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const reading = readAllBytes(request, bytesMax);
    // A timer costs more than the rest of the read, and few bodies need one.
    return await isReady(reading) ? await reading : await inTime(reading, msMax);
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The client went away, or the connection broke, in the middle of the body.
    throw new Problem("malformed-json", {
      detail: ({ problems }) => problems["malformed-json"].endedEarly,
    });
  }
}

async function isReady(reading: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  const end = () => isOver = true;
  reading.then(end, end);
  for (let turn = 0; turn < READY_TURNS && !isOver; turn++) await null;
  return isOver;
}

/** @throws {Problem} `body-timeout` */
async function inTime<Value>(reading: Promise<Value>, msMax: number): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Problem("body-timeout")), msMax);
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The bytes of a request's body. A body without a length is read only up to the limit. One with a length is read
 * without touching `body`, because a stream that has been accessed is read far more slowly.
 */
async function readAllBytes(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const { headers } = request;
  const declared = headers.has("transfer-encoding") ? null : headers.get("content-length");
  if (declared === null) {
    return request.body === null ? new Uint8Array() : await readBounded(request.body, bytesMax);
  }
  if (Number(declared) > bytesMax) throw tooLarge(bytesMax);
  const bytes = await request.bytes();
  // The server enforces the length; a longer body can only come from a caller inside the program.
  if (bytes.length > bytesMax) throw tooLarge(bytesMax);
  return bytes;
}

async function readBounded(
  body: ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(bytesMax);
  let length = 0;
  for await (const chunk of body) {
    // Leaving the loop cancels the stream, so the rest is not read.
    if (length + chunk.byteLength > bytesMax) throw tooLarge(bytesMax);
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}

function tooLarge(bytesMax: number): Problem {
  return new Problem("body-too-large", {
    detail: ({ problems }) => problems["body-too-large"].limit({ kib: bytesMax / 1024 }),
  });
}

/** The parameters of a query: a string, or a list of strings if a name is repeated. */
export function readQuery(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  if (url.search === "") return query;
  const { searchParams } = url;
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return query;
}

/**
 * The path of the first text that cannot be stored, or null: Postgres has no NUL character, and a lone surrogate is not
 * a character at all.
 */
export function findUnstorable(value: unknown): PropertyKey[] | null {
  if (typeof value === "string") return isStorable(value) ? null : [];
  if (typeof value !== "object" || value === null) return null;
  for (const name of Object.keys(value)) {
    if (!isStorable(name)) return [];
    const found = findUnstorable(value[name as keyof typeof value]);
    if (found) return [name, ...found];
  }
  return null;
}

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
