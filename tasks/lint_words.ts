/// <reference lib="deno.unstable" />
/** A lint rule: what people read stands in the catalogue of messages, not among the elements that show it. */

/** Attributes, and members of objects, that are read or heard. */
const READ =
  /^(aria-(label|description|roledescription)|alt|caption|description|hint|label|placeholder|shown|text|title)$/;
const LETTER = /\p{L}/u;
/** The same in every language. */
const NAME = /^\s*Aisle\s*$/;

/** What draws pages, without the packages, tests and the API's documentation, which is English. */
const PAGES =
  /^(?!.*\/(packages|tests|components\/api)\/|.*\/api\.tsx|.*_test\.tsx).*\/(components|routes|islands)\/.*\.tsx$/;

const plugin: Deno.lint.Plugin = {
  name: "aisle",
  rules: {
    "words-in-catalogue": {
      create(context) {
        if (!PAGES.test(context.filename)) return {};
        const check = (node: Deno.lint.Node, text: unknown) => {
          if (typeof text !== "string" || !LETTER.test(text) || NAME.test(text)) return;
          context.report({
            node,
            message: `"${text.trim()}" is for people to read`,
            hint:
              "Put it into lib/i18n/messages/en.json, run `deno task words`, and take it from useWords().",
          });
        };
        /** Every text that an expression may come to. */
        const checkAll = (node: Deno.lint.Node): void => {
          switch (node.type) {
            case "Literal":
              return check(node, node.value);
            case "TemplateLiteral":
              return node.quasis.forEach((part) => check(part, part.cooked));
            case "ConditionalExpression":
              return [node.consequent, node.alternate].forEach(checkAll);
            case "BinaryExpression":
              // The others are not texts.
              if (node.operator !== "+") return;
              /* falls through */
            case "LogicalExpression":
              return [node.left, node.right].forEach(checkAll);
            case "JSXExpressionContainer":
              return checkAll(node.expression);
          }
        };
        return {
          JSXText: (node) => check(node, node.value),
          JSXExpressionContainer(node) {
            if (node.parent.type !== "JSXAttribute") checkAll(node);
          },
          JSXAttribute(node) {
            const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
            if (READ.test(name) && node.value) checkAll(node.value);
          },
          Property(node) {
            if (node.key.type === "Identifier" && READ.test(node.key.name)) checkAll(node.value);
          },
        };
      },
    },
  },
};
export default plugin;
