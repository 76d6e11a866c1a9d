/** How an identity provider is called. */
import { Unavailable } from "@/lib/errors.ts";

/** Longer responses are refused. Keys and metadata of large providers take about 20 KB. */
const RESPONSE_BYTES_MAX = 512 * 1024;

/**
 * `fetch` for calls to a provider: reads the whole response, up to a limit, while the caller's deadline lasts.
 * @throws {Unavailable} if there is no response, or one that says that the provider has failed
 */
export async function fetchFromProvider(
  url: string,
  options: { body?: unknown; method: string; headers: Record<string, string>; signal?: AbortSignal },
): Promise<Response> {
  try {
    const response = await fetch(url, { ...options, redirect: "manual" } as RequestInit);
    const body = await readUpTo(response, RESPONSE_BYTES_MAX);
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return new Response(body.length > 0 ? body : null, response);
  } catch (cause) {
    throw new Unavailable("the identity provider does not respond", undefined, { cause });
  }
}

async function readUpTo({ body }: Response, max: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > max) throw new Error(`more than ${max} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
