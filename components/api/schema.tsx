/** Renders the schemas of the OpenAPI document as text and tables. */
import type { ComponentChildren } from "preact";

/** A schema as rendered here, built by `lib/server/openapi_components.ts`. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  examples?: unknown[];
}

/** The last segment of a reference. */
export function nameOf(reference: string): string {
  return reference.split("/").at(-1)!;
}

/** The type of a value in a few words, with links to named types. */
export function TypeOf({ schema }: { schema: Schema }): ComponentChildren {
  const { $ref, type, format, items, prefixItems, properties } = schema;
  if ($ref) return <a href={`#${nameOf($ref)}`}>{nameOf($ref)}</a>;
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>;
  if (schema.enum) {
    return <Choices parts={schema.enum.map((value, n) => <code key={n}>{JSON.stringify(value)}</code>)} />;
  }
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return <Choices parts={variants.map((variant, n) => <TypeOf key={n} schema={variant} />)} />;
  if (prefixItems) {
    return (
      <>
        [{prefixItems.map((part, n) => (
          <span key={n}>
            {n > 0 && ", "}
            <TypeOf schema={part} />
          </span>
        ))}]
      </>
    );
  }
  if (type === "array") {
    return (
      <>
        list of <TypeOf schema={items ?? {}} />
      </>
    );
  }
  if (type === "object" && properties) return <>object</>;
  return <>{format ?? type ?? "anything"}</>;
}

function Choices({ parts }: { parts: ComponentChildren[] }) {
  return <>{parts.map((part, n) => <span key={n}>{n > 0 && " or "}{part}</span>)}</>;
}

/** Bounds and default, such as "1 to 100, default 20". */
function limitsOf({ type, minimum, maximum, minLength, maxLength, minItems, maxItems, ...schema }: Schema) {
  const unit = type === "string" ? " characters" : type === "array" ? " items" : "";
  const least = minimum ?? minLength ?? minItems;
  const most = maximum ?? maxLength ?? maxItems;
  const range = least !== undefined && most !== undefined
    ? `${least} to ${most}`
    : least !== undefined
    ? `at least ${least}`
    : most !== undefined
    ? `at most ${most}`
    : null;
  const defaultText = schema.default === undefined || schema.default === ""
    ? null
    : `default ${schema.default}`;
  return [range && range + unit, defaultText].filter(Boolean).join(", ");
}

/** One row in a table of members or parameters. */
export interface Member {
  name: string;
  location?: string;
  required: boolean;
  description?: string;
  schema: Schema;
}

/** Members or parameters; members of unnamed objects follow, as `venue.city`. */
export function MemberTable({ caption, members }: { caption: string; members: Member[] }) {
  return (
    <table class="api-table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {members.flatMap(withNested).map(({ name, location, required, description, schema }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code> {location && <span class="quiet">{location}</span>}
            </th>
            <td>
              <TypeOf schema={schema} />
              {!required && <span class="quiet">, optional</span>}
            </td>
            <td>
              <InlineText
                text={[description ?? schema.description, limitsOf(schema)].filter(Boolean).join(". ")}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function withNested(member: Member): Member[] {
  const { schema, name } = member;
  const inner = schema.type === "array" ? schema.items : schema;
  if (!inner?.properties) return [member];
  const prefix = schema.type === "array" ? `${name}[].` : `${name}.`;
  return [member, ...membersOf(inner).flatMap((part) => withNested({ ...part, name: prefix + part.name }))];
}

/** The members of an object's schema. */
export function membersOf({ properties = {}, required = [] }: Schema): Member[] {
  return Object.entries(properties)
    .map(([name, schema]) => ({ name, schema, required: required.includes(name) }));
}

/** Text with `code` and **strong** as in CommonMark, and nothing else. */
export function InlineText({ text }: { text: string }) {
  return (
    <>
      {text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, n) =>
        part.startsWith("`")
          ? <code key={n}>{part.slice(1, -1)}</code>
          : part.startsWith("**")
          ? <strong key={n}>{part.slice(2, -2)}</strong>
          : part
      )}
    </>
  );
}

/** A value as it is sent. */
export function Example({ label, value }: { label: string; value: unknown }) {
  return (
    <figure class="api-example">
      <figcaption class="small quiet">{label}</figcaption>
      <pre tabIndex={0} role="group" aria-label={label}><code>
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </code></pre>
    </figure>
  );
}
