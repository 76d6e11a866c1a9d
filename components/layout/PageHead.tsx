import type { ComponentChildren } from "preact";
import { DocumentHead } from "./DocumentHead.tsx";

interface PageHeadProps {
  title: string;
  description: string;
  /** The site's URL, without a trailing slash. */
  site: string;
  /** The page's canonical path. */
  path: string;
  /** Whether search engines may list the page. */
  isIndexed?: boolean;
  /** What a link preview shows instead of the title and description. */
  preview?: { title: string; description: string };
  /** The preview's picture, 1200 by 630 pixels; the logo by default. */
  image?: { path: string; alt: string };
  children?: ComponentChildren;
}

/** Metadata of a public page, for search engines and link previews. */
export function PageHead(props: PageHeadProps) {
  const { title, description, site, path, isIndexed = true, image, preview = props, children } = props;
  return (
    <DocumentHead title={title}>
      <meta name="description" content={description} />
      {isIndexed ? <link rel="canonical" href={site + path} /> : <meta name="robots" content="noindex" />}
      <meta property="og:site_name" content="Aisle" />
      <meta property="og:type" content="website" />
      <meta property="og:url" content={site + path} />
      <meta property="og:title" content={preview.title} />
      <meta property="og:description" content={preview.description} />
      <meta property="og:image" content={site + (image?.path ?? "/icons/aisle-512.png")} />
      {image && <meta property="og:image:width" content="1200" />}
      {image && <meta property="og:image:height" content="630" />}
      {image && <meta property="og:image:alt" content={image.alt} />}
      <meta name="twitter:card" content={image ? "summary_large_image" : "summary"} />
      {children}
    </DocumentHead>
  );
}
