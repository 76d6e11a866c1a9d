import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { deviceName } from "./device_name.ts";

Deno.test("a device is named by its browser and system, whatever else it claims to be", () => {
  const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const names = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Linux",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0":
      "Edge on Windows",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36":
      "Chrome on Android",
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webKit} Safari/604.1`]: "Safari on iPhone",
    "curl/8.5.0": "A program",
    "": "A browser",
  };
  for (const [userAgent, name] of Object.entries(names)) {
    assert.equal(deviceName(wordsIn("en").account.device, userAgent), name);
  }
});
