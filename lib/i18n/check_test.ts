import assert from "node:assert/strict";
import { argumentsOf, faultsOf } from "./check.ts";

Deno.test("a message's arguments have the types that their use requires", () => {
  assert.deepEqual(argumentsOf("Nothing"), {});
  assert.deepEqual(
    argumentsOf(
      "{name} {n, number} {count, plural, one {# by {who}} other {#}} {kind, select, a {} b {} other {}} <b>{x}</b>",
    ),
    { b: "Tag", count: "number", kind: '"a" | "b"', n: "number", name: "string", who: "string", x: "string" },
  );
  assert.deepEqual(argumentsOf("{count, plural, one {{count} seat} other {{count} seats}}"), {
    count: "number",
  });
});

const english = {
  a: { seats: "{count, plural, one {# seat} other {# seats}}", go: "Go", group: { by: "by {who}" } },
};

Deno.test("a language with the same keys and arguments and all its own categories has no faults", () => {
  const polish = {
    a: {
      seats: "{count, plural, one {# miejsce} few {# miejsca} many {# miejsc} other {# miejsca}}",
      go: "Idź",
      group: { by: "przez {who}" },
    },
  };
  assert.deepEqual(faultsOf("pl", polish, english), []);
});

Deno.test("missing, superfluous, mismatched and invalid messages are reported", () => {
  const polish = {
    a: {
      seats: "{count, plural, one {# miejsce} other {# miejsc}}",
      group: { by: "przez {whom}" },
      extra: "Nic",
    },
    b: { broken: "{" },
  };
  assert.deepEqual(faultsOf("pl", polish, { ...english, b: { broken: "{x}" } }), [
    "pl: a.go is missing",
    "pl: a.seats has no case for few",
    "pl: a.seats has no case for many",
    'pl: a.group.by takes {"whom":"string"}, in English {"who":"string"}',
    "pl: a.extra is not in en.json",
    "pl: b.broken is not a message: EXPECT_ARGUMENT_CLOSING_BRACE",
  ]);
});
