import type { ApiDocument, ApiResponse, Operation, Parameter } from "./document.ts";
import { Example, InlineText, membersOf, MemberTable, nameOf, type Schema, TypeOf } from "./schema.tsx";

/** Headers of every response, not repeated for each. */
const COMMON_HEADERS = ["RateLimit", "RateLimit-Policy", "X-Request-Id"];

/** One operation: what it does, its parameters and body, its responses, and how to call it. */
export function OperationSection({ method, path, operation, document, site }: {
  method: string;
  path: string;
  operation: Operation;
  document: ApiDocument;
  site: string;
}) {
  const { components } = document;
  const parameters = (operation.parameters ?? [])
    .map((parameter) => parameter.$ref ? components.parameters[nameOf(parameter.$ref)] : parameter);
  const responses = Object.entries(operation.responses)
    .map(([status, response]): [string, ApiResponse] => [
      status,
      response.$ref ? components.responses[nameOf(response.$ref)] : response,
    ]);
  const content = operation.requestBody?.content ?? {};
  const body = content["application/json"];
  return (
    <article class="api-entry" id={operation.operationId}>
      <h3>
        <a href={`#${operation.operationId}`}>{operation.summary}</a>
      </h3>
      <p class="api-call">
        <code>
          <strong>{method.toUpperCase()}</strong> {path.replaceAll("/", "/\u200b")}
        </code>
      </p>
      <p>
        <InlineText text={operation.description} />
      </p>
      <p class="small quiet">{accessOf(operation)}</p>
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <MemberTable
            caption={`Parameters of ${operation.summary}`}
            members={parameters.map((parameter) => ({
              ...parameter,
              location: parameter.in === "query" ? "" : parameter.in,
              required: parameter.required ?? false,
            }))}
          />
        </>
      )}
      {body && (
        <>
          <h4>Body</h4>
          <Shape caption={`Body of ${operation.summary}`} schema={body.schema} components={components} />
        </>
      )}
      {!body && Object.keys(content).length > 0 && (
        <>
          <h4>Body</h4>
          <p>The contents of a file: {Object.keys(content).join(", ")}.</p>
        </>
      )}
      <h4>Responses</h4>
      <dl class="api-responses">
        {responses.filter(([status]) => Number(status) < 400).map(([status, response]) => (
          <Success key={status} status={status} response={response} />
        ))}
        {responses.filter(([status]) => Number(status) >= 400).map(([status, response]) => (
          <Failure key={status} status={status} response={response} />
        ))}
      </dl>
      <Example label="Request" value={curl({ method, path, operation, parameters, site })} />
      {responses.flatMap(([status, response]) =>
        Number(status) < 300
          ? Object.values(response.content ?? {}).filter((media) => media.example !== undefined)
            .map((media) => <Example key={status} label={`Response ${status}`} value={media.example} />)
          : []
      ).slice(0, 1)}
    </article>
  );
}

function accessOf({ security, "x-roles": roles }: Operation): string {
  if (roles) return `Access: roles ${roles.join(", ")}.`;
  const schemes = security.flatMap((requirement) => Object.keys(requirement));
  if (schemes.length === 0) return "Access: public.";
  if (schemes.includes("visitorCookie")) return "Access: guests and accounts.";
  if (schemes.includes("refreshCookie")) return "Access: anyone with the refresh cookie.";
  if (schemes.includes("metricsToken")) return "Access: anyone with the metrics token.";
  return "Access: signed-in accounts.";
}

/** The members of a body, for each variant if there are several. */
function Shape({ caption, schema, components }: {
  caption: string;
  schema: Schema;
  components: ApiDocument["components"];
}) {
  const shape = schema.$ref ? components.schemas[nameOf(schema.$ref)] : schema;
  const variants = shape.anyOf ?? shape.oneOf ?? [shape];
  return (
    <>
      {schema.$ref && (
        <p>
          <TypeOf schema={schema} />
        </p>
      )}
      {variants.map((variant, n) => (
        <MemberTable
          key={n}
          caption={variants.length > 1 ? `${caption}, variant ${n + 1}` : caption}
          members={membersOf(variant)}
        />
      ))}
    </>
  );
}

function Success({ status, response }: { status: string; response: ApiResponse }) {
  const headers = Object.keys(response.headers ?? {}).filter((name) => !COMMON_HEADERS.includes(name));
  return (
    <>
      <dt>{status}</dt>
      <dd>
        {Object.entries(response.content ?? {}).map(([type, { schema }]) => (
          <span key={type}>
            {type === "application/json" ? null : (
              <>
                <code>{type}</code>
                {" "}
              </>
            )}
            <SuccessShape schema={schema} />
          </span>
        ))}
        {!response.content && response.description}
        {headers.length > 0 && <span class="quiet">, header {headers.join(", ")}</span>}
      </dd>
    </>
  );
}

function SuccessShape({ schema }: { schema: Schema }) {
  if (!schema.properties) return <TypeOf schema={schema} />;
  return (
    <>
      {"{ "}
      {membersOf(schema).map(({ name, schema }, n) => (
        <span key={name}>
          {n > 0 && ", "}
          <code>{name}</code>: <TypeOf schema={schema} />
        </span>
      ))}
      {" }"}
    </>
  );
}

function Failure({ status, response }: { status: string; response: ApiResponse }) {
  const { schema } = response.content!["application/problem+json"];
  const names = (schema.oneOf ?? [schema]).map(({ $ref }) => nameOf($ref!));
  return (
    <>
      <dt>{status}</dt>
      <dd>
        {names.map((name, n) => (
          <span key={name}>
            {n > 0 && ", "}
            <a href={`#${name}`}>{codeOf(name)}</a>
          </span>
        ))}
      </dd>
    </>
  );
}

/** `SeatsUnavailableProblem` has the code `seats-unavailable`. */
function codeOf(name: string): string {
  return name.replace(/Problem$/, "").replaceAll(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
}

/** The request as a shell command. */
function curl({ method, path, operation, parameters, site }: {
  method: string;
  path: string;
  operation: Operation;
  parameters: Parameter[];
  site: string;
}): string {
  const [[contentType, media] = []] = Object.entries(operation.requestBody?.content ?? {});
  const data = contentType === "application/json"
    ? `-d '${JSON.stringify(media?.example)}'`
    : "--data-binary @picture";
  const headers = parameters.filter((parameter) => parameter.in === "header" && parameter.required)
    .map(({ name, example }) => `-H '${name}: ${example}'`);
  const needsToken = operation.security.some((requirement) => "bearer" in requirement) &&
    !operation.security.some((requirement) => !Object.keys(requirement).length);
  const parts = [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} ${site}${
      path.replace(/\{(\w+)\}/g, "$$$1")
    }`,
    ...(needsToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...headers,
    ...(contentType ? [`-H 'Content-Type: ${contentType}'`, data] : []),
  ];
  return parts.join(" \\\n  ");
}
