import type { VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";

/** A vnode that renders as the given HTML, unescaped: the caller ensures that it is safe. */
export function rawHtml(html: string): VNode {
  return jsxTemplate([html]);
}

/** Makes text safe in an inline script, where `</script` would end the script and `<!--` change how it is parsed. */
export function escapeScript(text: string): string {
  return text.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
