import { listNames, type PersonalData } from "./personal_data.ts";

/**
 * The JSON file of an export, `personalDataSchema`, as a stream that reads the next page when the client has taken the one
 * before. A failure on the way breaks the stream off, so that half a file does not pass for a whole one.
 */
export function exportJson(data: PersonalData): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(textOf(data)).pipeThrough(new TextEncoderStream());
}

async function* textOf({ exportedAt, account, lists }: PersonalData): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(exportedAt)},"account":${JSON.stringify(account)}`;
  for (const name of listNames) {
    yield `,"${name}":[`;
    let separator = "\n";
    for await (const items of lists[name]) {
      for (const item of items) {
        yield separator + JSON.stringify(item);
        separator = ",\n";
      }
    }
    yield "]";
  }
  yield "}\n";
}
