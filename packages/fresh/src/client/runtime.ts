/** The browser's version of `../runtime.ts`. */
import { type ComponentChildren, isValidElement, toChildArray, type VNode } from "preact";
import { useEffect } from "preact/hooks";
import { srcSetWithBuildId, withBuildId } from "../asset_urls.ts";

export { HttpError } from "../error.ts";

/** Whether the code runs in a browser. */
export const IS_BROWSER = true;

let buildId: string | undefined;

/** Sets the build whose id `asset` adds to URLs. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** The URL of a static file with the build's id in its query. */
export function asset(path: string): string {
  return withBuildId(path, buildId);
}

/** `asset` for each URL of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  return srcSetWithBuildId(srcset, buildId);
}

/** The props of `Head`. */
export interface HeadProps {
  children?: ComponentChildren;
}

/** Changes the document's title and the elements that its head already has. */
export function Head({ children }: HeadProps): null {
  useEffect(() => {
    for (const child of toChildArray(children)) {
      if (isValidElement(child) && typeof child.type === "string") applyToHead(child);
    }
  }, [children]);
  return null;
}

function applyToHead({ type, key, props }: VNode<Record<string, unknown>>): void {
  const text = toChildArray(props.children as ComponentChildren).join("");
  if (type === "title") {
    document.title = text;
    return;
  }
  const selectors: [string, unknown][] = [["data-key", key], ["id", props.id], [
    "name",
    props.name,
  ], ["rel", props.rel]];
  const selector = selectors.find(([, value]) => value != null);
  if (selector === undefined) return;
  const element = document.head.querySelector(
    `${type}[${selector[0]}=${JSON.stringify(String(selector[1]))}]`,
  );
  if (element === null) return;
  for (const [name, value] of Object.entries(props)) {
    if (name !== "children") element.setAttribute(name, String(value));
  }
  if (text !== "") element.textContent = text;
}
