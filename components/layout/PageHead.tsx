import type { ComponentChildren } from "preact";
import { DocumentHead } from "./DocumentHead.tsx";

interface PageHeadProps {
  title: string;
  description: string;
  /** The site's address, without a slash at the end. */
  site: string;
  /** The one address of the page. */
  path: string;
  /** Whether search engines may list it. */
  isIndexed?: boolean;
  /** What a preview of the address shows in place of title and description. */
  preview?: { title: string; description: string };
  /** The picture of a preview, 1200 by 630 pixels; the site's sign without one. */
  image?: { path: string; alt: string };
  children?: ComponentChildren;
}

/** What a page that is found and shared says of itself: to search engines, and to sites that show a preview of its address. */
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
