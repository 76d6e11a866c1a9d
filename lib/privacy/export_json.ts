import { listNames, type PersonalData } from "./personal_data.ts";

/**
 * The JSON file of an export, `personalDataSchema`, as a stream that reads a page of rows once the client has consumed the
 * previous one. If reading fails, the stream fails too, so that half a file is not mistaken for a whole one.
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
