import assert from "node:assert/strict";
import { Cookies, parseCookies } from "@/lib/http/wire/cookies.ts";
import { readDevice, rememberDevice } from "./known_devices.ts";

const secrets = ["a secret of the tests"];

/** The cookies that a browser sends after an account has signed in. */
function after(cookies: Cookies, userId: string): Cookies {
  rememberDevice(cookies, secrets, userId);
  const headers = new Headers();
  cookies.appendTo(headers);
  const [[name, value]] = headers.getSetCookie().flatMap((line) => [...parseCookies(line)]);
  return new Cookies(`${name}=${value}`, false);
}

Deno.test("a device knows the accounts that signed in on it, the latest first", () => {
  const none = new Cookies(null, false);
  assert.equal(readDevice(none, secrets), null);
  const ada = after(none, "ada");
  const { id, accounts } = readDevice(ada, secrets)!;
  assert.deepEqual(accounts, ["ada"]);
  assert.deepEqual(readDevice(after(after(ada, "eve"), "ada"), secrets), { id, accounts: ["ada", "eve"] });
  const many = ["b", "c", "d", "e", "f"].reduce(after, ada);
  assert.deepEqual(readDevice(many, secrets), { id, accounts: ["f", "e", "d", "c", "b"] });
});

Deno.test("a device cannot claim accounts by itself", () => {
  const ada = after(new Cookies(null, false), "ada");
  const forged = ada.get("aisle_device")!.replace("ada", "eve");
  assert.equal(readDevice(new Cookies(`aisle_device=${forged}`, false), secrets), null);
  assert.equal(readDevice(ada, ["another secret"]), null);
});
