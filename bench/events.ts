/** Reads a stream of server-sent events. */

/**
 * The data of each event of the stream at this URL, parsed, until the stream ends or the signal aborts.
 * @throws {Error} if the server does not respond with a stream.
 */
export async function* eventsOf<Data>(
  url: string,
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): AsyncGenerator<Data> {
  const response = await fetch(url, init);
  if (!response.ok || !response.body) throw new Error(`${url} responded with ${response.status}`);
  let text = "";
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const end = text.lastIndexOf("\n\n");
    if (end === -1) continue;
    for (const [, data] of text.slice(0, end).matchAll(/^data: (.*)$/gm)) yield JSON.parse(data);
    text = text.slice(end + 1);
  }
}
