/** The OpenAPI document as a page. */
import { OperationSection } from "./OperationSection.tsx";
import type { ApiDocument, Operation } from "./document.ts";
import { Example, InlineText, membersOf, MemberTable, nameOf, type Schema, TypeOf } from "./schema.tsx";

/** The whole document; `site` is the base URL that the examples call. */
export function ApiReference({ document, site }: { document: ApiDocument; site: string }) {
  const { info, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map((
      [method, operation],
    ): [string, string, Operation] => [method, path, operation])
  );
  const schemas = Object.entries(components.schemas);
  const isProblem = ([, { allOf }]: [string, Schema]) => allOf !== undefined;
  return (
    <div class="api">
      <h1 class="page-title">API</h1>
      <nav class="api-contents" aria-label="Contents">
        {tags.map(({ name }) => (
          <details key={name}>
            <summary>{name}</summary>
            <ul>
              {operations.filter(([, , { tags }]) => tags.includes(name)).map((
                [, , { operationId, summary }],
              ) => (
                <li key={operationId}>
                  <a href={`#${operationId}`}>{summary}</a>
                </li>
              ))}
            </ul>
          </details>
        ))}
        <a href="#problems">Problems</a>
        <a href="#schemas">Schemas</a>
      </nav>
      <div class="api-body">
        {info.description.split("\n\n").map((text) => (
          <p key={text} class="prose">
            <InlineText text={text} />
          </p>
        ))}
        <p>
          For tools and code generators: <a href="/openapi.json">/openapi.json</a>, OpenAPI 3.1, version{" "}
          {info.version}.
        </p>
        {tags.map(({ name, description }) => (
          <section key={name} class="section" aria-labelledby={idOf(name)}>
            <h2 id={idOf(name)}>{name}</h2>
            <p class="quiet">{description}</p>
            {operations.filter(([, , { tags }]) => tags.includes(name)).map(([method, path, operation]) => (
              <OperationSection
                key={operation.operationId}
                {...{ method, path, operation, document, site }}
              />
            ))}
          </section>
        ))}
        <section class="section" aria-labelledby="problems">
          <h2 id="problems">Problems</h2>
          <p class="quiet">
            Each problem has the members of <a href="#Problem">Problem</a> and those listed here.
          </p>
          {schemas.filter(isProblem).map(([name, schema]) => (
            <ProblemEntry key={name} name={name} schema={schema} />
          ))}
        </section>
        <section class="section" aria-labelledby="schemas">
          <h2 id="schemas">Schemas</h2>
          {schemas.filter((entry) => !isProblem(entry)).map(([name, schema]) => (
            <SchemaEntry key={name} name={name} schema={schema} />
          ))}
        </section>
      </div>
    </div>
  );
}

function idOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

function ProblemEntry({ name, schema }: { name: string; schema: Schema }) {
  const example = schema.examples![0] as { status: number; code: string };
  const members = membersOf(schema.allOf![1]).filter((member) => member.name !== "code");
  return (
    <article class="api-entry" id={name}>
      <h3>
        <code>{example.code}</code> <span class="quiet">{example.status}</span>
      </h3>
      <p>{schema.description}</p>
      {members.length > 0 && <MemberTable caption={`Members of ${example.code}`} members={members} />}
    </article>
  );
}

function SchemaEntry({ name, schema }: { name: string; schema: Schema }) {
  const variants = schema.anyOf ?? schema.oneOf;
  return (
    <article class="api-entry" id={name}>
      <h3>{name}</h3>
      {schema.description && (
        <p>
          <InlineText text={schema.description} />
        </p>
      )}
      {variants
        ? variants.map((variant, n) => (
          <MemberTable key={n} caption={`${name}, variant ${n + 1}`} members={membersOf(variant)} />
        ))
        : schema.properties
        ? <MemberTable caption={`Members of ${name}`} members={membersOf(schema)} />
        : (
          <p>
            <TypeOf schema={schema} />
          </p>
        )}
      {schema.examples && <Example label={`Example of ${nameOf(name)}`} value={schema.examples[0]} />}
    </article>
  );
}
