/// <reference lib="deno.unstable" />
/** A lint rule: what people read stands in the catalogue of messages, not among the elements that show it. */

/** Attributes that are read or heard. */
const READ = /^(aria-(label|description|roledescription)|alt|description|hint|label|placeholder|text|title)$/;
const LETTER = /\p{L}/u;
/** The same in every language. */
const NAME = /^\s*Aisle\s*$/;

/** What draws pages, without the packages, tests and the API's documentation, which is English. */
const PAGES =
  /^(?!.*\/(packages|tests|components\/api)\/|.*\/api\.tsx|.*_test\.tsx).*\/(components|routes|islands)\//;
/** Not in the catalogue yet. */
const LATER = /\/admin\/|\/islands\/LiveSearch\.tsx/;

const plugin: Deno.lint.Plugin = {
  name: "aisle",
  rules: {
    "words-in-catalogue": {
      create(context) {
        if (!PAGES.test(context.filename) || LATER.test(context.filename)) return {};
        const check = (node: Deno.lint.Node, text: unknown) => {
          if (typeof text !== "string" || !LETTER.test(text) || NAME.test(text)) return;
          context.report({
            node,
            message: `"${text.trim()}" is for people to read`,
            hint:
              "Put it into lib/i18n/messages/en.json, run `deno task words`, and take it from useWords().",
          });
        };
        return {
          JSXText: (node) => check(node, node.value),
          JSXAttribute(node) {
            const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
            if (READ.test(name) && node.value?.type === "Literal") check(node, node.value.value);
          },
        };
      },
    },
  },
};
export default plugin;
