import { asset } from "fresh/runtime";
import type { Scheme } from "@/lib/design/scheme.ts";

/** The fonts that every page uses, for headings and text. */
const faces = ["bricolage", "instrument"];

/** The paper colour of each scheme, for the browser's own bars. */
const papers = { light: "#faf5ee", dark: "#1a1018" };

/**
 * What every page's `<head>` needs besides its title: style sheet, fonts, icons, manifest. `scheme` is the reader's.
 */
export function HeadLinks({ scheme }: { scheme: Scheme }) {
  return (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="theme-color" content={papers[scheme ?? "light"]} />
      {!scheme && <meta name="theme-color" content={papers.dark} media="(prefers-color-scheme: dark)" />}
      {faces.map((face) => (
        <link
          key={face}
          rel="preload"
          href={asset(`/fonts/${face}-latin.woff2`)}
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
      ))}
      {/* With a key, so that a page's own style sheet does not replace it. */}
      <link key="site" rel="stylesheet" href={asset("/styles/site.css")} />
      <link rel="icon" href={asset("/icons/aisle.svg")} type="image/svg+xml" />
      <link rel="icon" href={asset("/icons/aisle-32.png")} sizes="32x32" type="image/png" />
      <link rel="apple-touch-icon" href={asset("/icons/aisle-180.png")} />
      {/* With cookies, which carry the language. */}
      <link rel="manifest" href="/manifest.webmanifest" crossOrigin="use-credentials" />
    </>
  );
}
