/// <reference lib="deno.unstable" />
/** Lint rules: text for people belongs in the message catalogue, not in the elements that show it or in `lib`. */

/** Attributes and object members whose text people read or hear. */
const READ =
  /^(aria-(label|description|roledescription)|alt|caption|description|hint|label|placeholder|shown|text|title)$/;
const LETTER = /\p{L}/u;
const HINT =
  "Add it to lib/i18n/messages/en.json, run `deno task words`, and get it from useWords(), state.words or a parameter.";
/** The same in every language. */
const NAME = /^\s*Aisle\s*$/;

/** Files that render pages, except packages, tests and the API's documentation, which is in English. */
const PAGES =
  /^(?!.*\/(packages|tests|components\/api)\/|.*\/api\.tsx|.*_test\.tsx).*\/(components|routes|islands)\/.*\.tsx$/;

/** The whole product except the samples and the API's documentation, which is in English. */
const PRODUCT =
  /^(?!.*\/(packages|tests|demo|components\/api)\/|.*\/(api\.tsx|openapi.*\.ts)|.*test(ing)?\.tsx?$).*\/(lib|workers|routes|components|islands)\//;
/** A capitalized word before a lower-case word or an inserted value, or words that end like a sentence. */
const SENTENCE = /^\p{Lu}\p{L}* \p{Ll}|^(?!Bearer)\p{Lu}\p{L}+ …|\p{L}{2} .*[\p{L}…][.!?]$/u;

/** Whether a text is for programmers, by its context: errors, comparisons, examples, descriptions of schemas and metrics. */
function isForProgrammers(node: Deno.lint.Node, textOf: (node: Deno.lint.Node) => string): boolean {
  switch (node.type) {
    case "NewExpression":
      return true;
    case "BinaryExpression":
      return node.operator === "===";
    case "CallExpression":
      return /\b(console|logger)\.|\b(describe|meta|onProgress)$/.test(textOf(node.callee));
    case "Property":
      return /^(summary|description|gauges)$/.test(textOf(node.key));
    case "VariableDeclarator":
      return /Example$/.test(textOf(node.id));
    default:
      return false;
  }
}

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
            hint: HINT,
          });
        };
        /** Checks every text that an expression may evaluate to. */
        const checkAll = (node: Deno.lint.Node): void => {
          switch (node.type) {
            case "Literal":
              return check(node, node.value);
            case "TemplateLiteral":
              return node.quasis.forEach((part) => check(part, part.cooked));
            case "ConditionalExpression":
              return [node.consequent, node.alternate].forEach(checkAll);
            case "BinaryExpression":
              // The other operators do not produce text.
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
    "sentences-in-catalogue": {
      create(context) {
        if (!PRODUCT.test(context.filename)) return {};
        const { sourceCode } = context;
        const textOf = (node: Deno.lint.Node) => sourceCode.getText(node);
        const check = (node: Deno.lint.Node, text: unknown) => {
          if (typeof text !== "string" || !SENTENCE.test(text.trim())) return;
          if (sourceCode.getAncestors(node).some((around) => isForProgrammers(around, textOf))) return;
          context.report({ node, message: `"${text.trim()}" looks like a sentence for people`, hint: HINT });
        };
        return {
          Literal: (node) => check(node, node.value),
          TemplateLiteral(node) {
            check(node, node.quasis.map(({ cooked }) => cooked).join("…"));
          },
        };
      },
    },
  },
};
export default plugin;
