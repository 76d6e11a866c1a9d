import type { VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";

/** A vnode that renders as the given HTML. The caller vouches for it. */
export function rawHtml(html: string): VNode {
  return jsxTemplate([html]);
}

/** Makes text safe inside an inline script, where `</script` and `<!--` would end or change it. */
export function escapeScript(text: string): string {
  return text.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
