/** The parts of the OpenAPI document that have a name; its schemas come from the zod schemas that validate. */
import { z } from "zod";

export type Json = Record<string, unknown>;
type Direction = "input" | "output";

/**
 * Collects the schemas that have a name (`.meta({ id })`), and error answers; what has no name stands where it is used.
 * Schemas of requests are closed, those of answers open, so that members can be added.
 */
export class Components {
  readonly #parts = { schemas: new Map<string, Json>(), responses: new Map<string, Json>() };

  /**
   * The JSON Schema of a value that comes in or goes out; a reference where it has a name.
   * @throws when two schemas share a name
   */
  of(schema: z.ZodType, direction: Direction): Json {
    const made = z.toJSONSchema(schema, {
      io: direction,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        tidy(jsonSchema as Json, direction);
        // Zod leaves them out where a schema transforms, since they might be those of its output.
        const { examples, default: usual } = z.globalRegistry.get(zodSchema as unknown as z.ZodType) ?? {};
        Object.assign(jsonSchema, examples && { examples }, usual !== undefined && { default: usual });
      },
    });
    const { $schema: _, $defs = {}, ...root } = JSON.parse(
      JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'),
    );
    for (const [id, definition] of Object.entries($defs)) this.add("schemas", id, definition as Json);
    return root;
  }

  /**
   * Adds a part under a name and returns a reference to it; the same one may come often.
   * @throws when another has the name
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

  /** An example of a value: its schema's own, or one made of those of its parts; undefined when a part has none. */
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
 * Takes out what only repeats the rest: patterns of known formats, the bounds of safe integers; opens answers. Tuples get
 * `items`, which never apply, for tools that do not know `prefixItems`.
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
