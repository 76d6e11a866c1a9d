/** The named parts of the OpenAPI document; its schemas come from the zod schemas that validate requests. */
import { z } from "zod";

export type Json = Record<string, unknown>;
type Direction = "input" | "output";

/**
 * Collects named schemas (`.meta({ id })`) and error responses; unnamed ones are inlined where they are used.
 * Request schemas are closed, response schemas open, so that members can be added.
 */
export class Components {
  readonly #parts = { schemas: new Map<string, Json>(), responses: new Map<string, Json>() };

  /**
   * The JSON Schema of an input or output; a reference if it has a name.
   * @throws if two schemas share a name
   */
  of(schema: z.ZodType, direction: Direction): Json {
    const generated = z.toJSONSchema(schema, {
      io: direction,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        tidy(jsonSchema as Json, direction);
        // Zod leaves these out if a schema transforms, since they might describe its output.
        const { examples, default: defaultValue } = z.globalRegistry.get(zodSchema as unknown as z.ZodType) ??
          {};
        Object.assign(
          jsonSchema,
          examples && { examples },
          defaultValue !== undefined && { default: defaultValue },
        );
      },
    });
    const { $schema: _, $defs = {}, ...root } = JSON.parse(
      JSON.stringify(generated).replaceAll('"#/$defs/', '"#/components/schemas/'),
    );
    for (const [id, definition] of Object.entries($defs)) this.add("schemas", id, definition as Json);
    return root;
  }

  /**
   * Adds a part under a name and returns a reference to it; adding the same part again is allowed.
   * @throws if a different part has the name
   */
  add(kind: "schemas" | "responses", name: string, part: Json): { $ref: string } {
    const parts = this.#parts[kind];
    const known = parts.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(part)) {
      throw new Error(`two ${kind} have the name ${name}`);
    }
    parts.set(name, part);
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** All parts of a kind, by name. */
  sorted(kind: "schemas" | "responses"): Record<string, Json> {
    return Object.fromEntries([...this.#parts[kind]].toSorted(([a], [b]) => a < b ? -1 : 1));
  }

  /** An example of a value: the schema's own, or one built from those of its parts; undefined if one is missing. */
  exampleOf(schema: Json): unknown {
    const { $ref, examples, properties, required, items, anyOf, type, const: constant } = schema as {
      $ref?: string;
      examples?: unknown[];
      properties?: Record<string, Json>;
      required?: string[];
      items?: Json;
      anyOf?: Json[];
      type?: string;
      const?: unknown;
    };
    if (examples) return examples[0];
    if (constant !== undefined) return constant;
    if (schema.enum) return (schema.enum as unknown[])[0];
    if ($ref) return this.exampleOf(this.#parts.schemas.get($ref.split("/").at(-1)!)!);
    if (anyOf) return anyOf.map((part) => this.exampleOf(part)).find((example) => example !== undefined);
    if (type === "null") return null;
    if (type === "array" && items) {
      const example = this.exampleOf(items);
      return example === undefined ? undefined : [example];
    }
    if (!properties) return undefined;
    const members = Object.entries(properties)
      .map(([name, part]) => [name, this.exampleOf(part)] as const)
      .filter(([, example]) => example !== undefined);
    const example = Object.fromEntries(members);
    return (required ?? []).every((name) => name in example) ? example : undefined;
  }
}

/**
 * Removes redundant keywords (patterns of known formats, the bounds of safe integers) and opens response schemas.
 * Tuples get `items`, which never applies, for tools that do not know `prefixItems`.
 */
function tidy(schema: Json, direction: Direction): void {
  if (Array.isArray(schema.prefixItems) && schema.items === false) {
    const [first, ...others] = schema.prefixItems;
    const isUniform = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
    schema.items = isUniform ? first : { anyOf: schema.prefixItems };
  }
  if (schema.format) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (direction === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
}
