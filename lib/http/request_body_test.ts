import assert from "node:assert/strict";
import type { Problem } from "./problem.ts";
import { BODY_BYTES_MAX, readForm, readJson } from "./request_body.ts";

function form(body: string, contentType = "application/x-www-form-urlencoded;charset=UTF-8"): Request {
  return new Request("http://aisle.test/", {
    method: "POST",
    body,
    headers: { "content-type": contentType },
  });
}

const refusedWith = (code: string) => (error: Problem) => error.code === code;

Deno.test("a form is read with its repeated fields, and without NUL characters", async () => {
  const fields = await readForm(form("name=Ada+L.&seat=A-1&seat=A-2&note=a%00b"));
  assert.equal(fields.get("name"), "Ada L.");
  assert.deepEqual(fields.getAll("seat"), ["A-1", "A-2"]);
  assert.equal(fields.get("note"), "ab");
});

Deno.test("a body that is not a form, or is too large, is refused", async () => {
  await assert.rejects(readForm(form("{}", "application/json")), refusedWith("unsupported-media-type"));
  await assert.rejects(readForm(form("a=".padEnd(BODY_BYTES_MAX + 1, "b"))), refusedWith("body-too-large"));
});

Deno.test("an endpoint may set a larger limit for its JSON, with and without a length", async () => {
  const text = JSON.stringify("x".repeat(BODY_BYTES_MAX));
  const sent = (length: Record<string, string>) =>
    new Request("http://aisle.test/", {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json", ...length },
    });
  const lengths: Record<string, string>[] = [{}, { "content-length": String(text.length) }];
  for (const length of lengths) {
    assert.equal(JSON.stringify(await readJson(sent(length), text.length)), text);
    await assert.rejects(readJson(sent(length), text.length - 1), refusedWith("body-too-large"));
    await assert.rejects(readJson(sent(length)), refusedWith("body-too-large"));
  }
});

Deno.test("a body that does not arrive in time is abandoned, with and without a length", async () => {
  for (const length of [{}, { "content-length": "100" }] as Record<string, string>[]) {
    const half = () =>
      new Request("http://aisle.test/", {
        method: "POST",
        body: new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
        }),
        headers: { "content-type": "application/json", ...length },
      });
    await assert.rejects(readJson(half(), BODY_BYTES_MAX, 1), refusedWith("body-timeout"));
    await assert.rejects(readForm(half(), 1), refusedWith("body-timeout"));
  }
});
