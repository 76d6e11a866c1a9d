/** Names a device by its user agent, in the user's language. */
import type { Words } from "@/lib/i18n/words.gen.ts";

/** The first match wins: most browsers also claim to be their rivals. */
const browsers: [mark: RegExp, name: string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: [mark: RegExp, name: string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "Chromebook"],
  [/\bLinux\b/, "Linux"],
];

const PROGRAM = /^(curl|Deno|node|python|Go-http)/i;

/** A device's name from its user agent, such as "Firefox on Linux". */
export function deviceName(words: Words["account"]["device"], userAgent: string): string {
  const named = (marks: typeof browsers) => marks.find(([mark]) => mark.test(userAgent))?.[1];
  const browser = named(browsers) ?? (PROGRAM.test(userAgent) ? words.program : words.browser);
  const system = named(systems);
  return system ? words.onSystem({ browser, system }) : browser;
}
