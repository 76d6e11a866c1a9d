import assert from "node:assert/strict";
import fc from "fast-check";
import { isLoopback, networksOf, parseAddress } from "./address.ts";

Deno.test("an address has one canonical form, without port, brackets, zone or mapping", () => {
  const rows: [text: string, address: string | null][] = [
    ["192.0.2.1", "192.0.2.1"],
    [" 192.0.2.1 ", "192.0.2.1"],
    ["10.0.0.1:52110", "10.0.0.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["[::ffff:c000:201]:443", "192.0.2.1"],
    ["[::1]:443", "::1"],
    ["[::1]", "::1"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]:80", "fe80::1"],
    ["unknown", null],
    ["_hidden", null],
    ["", null],
    ["10.0.0.1:port", null],
    ["10.0.0.1:", null],
    ["10.0.0", null],
    ["0x7f.0.0.1", null],
    ["010.0.0.1", null],
    ["10.0.0.256", null],
    ["2130706433", null],
    ["::1::2", null],
    ["[::1", null],
    ["x".repeat(10_000), null],
  ];
  for (const [text, address] of rows) assert.equal(parseAddress(text), address, text.slice(0, 50));
});

Deno.test("limits count IPv4 per address, and IPv6 per /64 and /48", () => {
  assert.deepEqual(networksOf("192.0.2.1"), { network: "192.0.2.1", site: null });
  assert.deepEqual(networksOf("2001:db8:1:2:3:4:5:6"), {
    network: "2001:db8:1:2::/64",
    site: "2001:db8:1::/48",
  });
  assert.deepEqual(networksOf("local"), { network: "local", site: null });
});

Deno.test("all addresses of a /64 count as one", () => {
  const part = fc.integer({ min: 0, max: 0xffff }).map((part) => part.toString(16));
  const half = fc.array(part, { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(half, half, half, (network, a, b) => {
    const [one, other] = [a, b].map((host) => parseAddress([...network, ...host].join(":"))!);
    // Mapped addresses become IPv4.
    fc.pre(one.includes(":") && other.includes(":"));
    assert.deepEqual(networksOf(one), networksOf(other));
  }));
});

Deno.test("loopback has many spellings", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(isLoopback(address), true, address);
  }
  for (const address of ["192.0.2.1", "::2", "", "localhost"]) {
    assert.equal(isLoopback(address), false, address);
  }
});
