/** What a browser calls itself, in the words of the person who uses it. */
import type { Words } from "@/lib/i18n/words.gen.ts";

/** Of several marks in one user agent the first of these is the truth: most browsers also claim to be their rivals. */
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

/** A device by its user agent, such as "Firefox on Linux". */
export function deviceName(words: Words["account"]["device"], userAgent: string): string {
  const named = (marks: typeof browsers) => marks.find(([mark]) => mark.test(userAgent))?.[1];
  const browser = named(browsers) ?? (PROGRAM.test(userAgent) ? words.program : words.browser);
  const system = named(systems);
  return system ? words.onSystem({ browser, system }) : browser;
}
