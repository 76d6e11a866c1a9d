import assert from "node:assert/strict";
import { createRateLimits } from "@/lib/http/rate_limits.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { ApiClient, assertCode, withApiClient } from "@/lib/testing/api_client.ts";
import { handler as login } from "@/routes/api/auth/login.ts";
import { handler as logout } from "@/routes/api/auth/logout.ts";
import { handler as register } from "@/routes/api/auth/register.ts";

const person = { email: "ada@example.org", password: "correct horse", name: "Ada" };
const { name: _, ...credentials } = person;
const GUESSES_MAX = 10;

/** A device at this network address, limited as in production. */
function deviceAt(address: string, like: ApiClient): ApiClient {
  const device = new ApiClient(like.sql, like.sessions, like.clock);
  device.services = like.services;
  device.address = address;
  return device;
}

function withLimits(work: (browser: ApiClient) => Promise<void>): Promise<void> {
  return withApiClient(async (browser) => {
    browser.services = { rateLimits: createRateLimits({ logger: silentLogger }) };
    await browser.call(register, "POST", person);
    await work(browser);
  });
}

function guess(device: ApiClient, email = credentials.email): Promise<Response> {
  return device.call(login, "POST", { email, password: "wrong password" });
}

async function guessUpToLimit(device: ApiClient): Promise<void> {
  for (let tries = 1; tries <= GUESSES_MAX; tries++) {
    const email = tries % 2 ? credentials.email : credentials.email.toUpperCase();
    await assertCode(await guess(device, email), 401, "invalid-credentials");
  }
}

Deno.test("wrong passwords from a network slow that network down, whatever the case of the address", () =>
  withLimits(async (browser) => {
    await guessUpToLimit(deviceAt("2001:db8::1", browser));
    const neighbour = deviceAt("2001:db8::2", browser);
    const refused = await neighbour.call(login, "POST", credentials);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    await assertCode(refused, 429, "rate-limited");
    await assertCode(await guess(neighbour, "eve@example.org"), 401, "invalid-credentials");
    const elsewhere = deviceAt("198.51.100.7", browser);
    assert.equal((await elsewhere.call(login, "POST", credentials)).status, 200);
  }));

Deno.test("correct passwords do not count", () =>
  withLimits(async (browser) => {
    const device = deviceAt("198.51.100.7", browser);
    for (let times = 1; times <= GUESSES_MAX + 2; times++) {
      const fresh = deviceAt(device.address, browser);
      assert.equal((await fresh.call(login, "POST", credentials)).status, 200);
    }
  }));

Deno.test("the owner signs in on a device that did before, whoever else guesses, even after signing out there", () =>
  withLimits(async (browser) => {
    assert.equal((await browser.call(logout, "POST")).status, 204);
    await guessUpToLimit(deviceAt(browser.address, browser));
    await assertCode(await guess(deviceAt(browser.address, browser)), 429, "rate-limited");
    assert.equal((await browser.call(login, "POST", credentials)).status, 200);
  }));

Deno.test("a known device has limits of its own, and is known only to those who signed in on it", () =>
  withLimits(async (browser) => {
    await guessUpToLimit(browser);
    await assertCode(await guess(browser), 429, "rate-limited");
    const other = { ...person, email: "eve@example.org" };
    await deviceAt("203.0.113.9", browser).call(register, "POST", other);
    for (let tries = 1; tries <= GUESSES_MAX; tries++) {
      await guess(deviceAt(browser.address, browser), other.email);
    }
    await assertCode(await guess(browser, other.email), 429, "rate-limited");
  }));

Deno.test("guesses from many networks together slow down the devices that the account does not know", () =>
  withLimits(async (browser) => {
    for (let network = 1; network <= 100; network++) {
      await assertCode(await guess(deviceAt(`203.0.113.${network}`, browser)), 401, "invalid-credentials");
    }
    await assertCode(await guess(deviceAt("198.51.100.7", browser)), 429, "rate-limited");
    assert.equal((await browser.call(login, "POST", credentials)).status, 200);
  }));

Deno.test("a sign-in on a new device is reported by email, on a known one it is not", () =>
  withApiClient(async (browser) => {
    const reported = async () =>
      (await browser.sql<{ text: string }[]>`select text from messages where kind = 'new-device'`)
        .map(({ text }) => text);
    await browser.call(register, "POST", person);
    await browser.call(logout, "POST");
    await browser.call(login, "POST", credentials);
    assert.deepEqual(await reported(), [], "where the account was created");
    const phone = new ApiClient(browser.sql, browser.sessions, browser.clock);
    await phone.call(login, "POST", { ...credentials, password: "wrong" });
    assert.deepEqual(await reported(), []);
    await phone.call(login, "POST", credentials);
    const [text] = await reported();
    assert.match(text, /new device: \S*A browser/);
    assert.match(text, /\/account\/security\n/);
    await phone.call(login, "POST", credentials);
    assert.equal((await reported()).length, 1);
  }));
