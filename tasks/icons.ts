/**
 * Draws the icons of the installed app from static/icons/aisle.svg and writes them beside it. Run it after changing
 * the drawing: `deno run -A tasks/icons.ts`. Needs Chromium; set CHROMIUM if it is not in PATH.
 */
import { launchChromium } from "../tests/browser/chromium.ts";

const folder = new URL("../static/icons/", import.meta.url);
const drawing = await Deno.readTextFile(new URL("aisle.svg", folder));
/** Systems crop maskable icons to their own shape: the background fills the square; the picture is well inside. */
const maskable = drawing.replace(' rx="14"', "").replace('viewBox="0 0 64 64"', 'viewBox="-6 -6 76 76"')
  .replace('<rect width="64" height="64"', '<rect x="-6" y="-6" width="76" height="76"');
/** Phones round the corners of this icon themselves. */
const square = drawing.replace(' rx="14"', "");

const icons: [name: string, svg: string, sizePixels: number][] = [
  ["aisle-32.png", drawing, 32],
  ["aisle-180.png", square, 180],
  ["aisle-192.png", drawing, 192],
  ["aisle-512.png", drawing, 512],
  ["aisle-maskable-512.png", maskable, 512],
];

const browser = await launchChromium();
try {
  const page = await browser.newPage();
  for (const [name, svg, size] of icons) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await Deno.writeFile(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
