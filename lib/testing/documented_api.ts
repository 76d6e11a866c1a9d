/** For tests: checks responses against the OpenAPI document. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// deno-lint-ignore no-explicit-any -- documents are walked as a client would, without types
export type Json = any;

export interface ApiResponse {
  status: number;
  headers: Headers;
  /** Parsed if it is JSON; for a stream, one of its events. */
  body: unknown;
}

export class DocumentedApi {
  /** The operations that have succeeded as documented, such as `GET /api/me`. */
  readonly succeeded = new Set<string>();
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: Json) {
    this.#document = document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, "openapi");
  }

  /** Every operation of the document, such as `GET /api/me`. */
  get operations(): string[] {
    return Object.entries<Json>(this.#document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((name) => `${name.toUpperCase()} ${path}`)
    );
  }

  /** What is wrong with a value according to the schema at a JSON pointer into the document. */
  faultsOf(pointer: string, value: unknown): string[] {
    const validate = this.#ajv.getSchema(`openapi#${pointer}`);
    if (!validate) return [`there is no schema at ${pointer}`];
    return validate(value) ? [] : (validate.errors ?? []).map((error) => this.#ajv.errorsText([error]));
  }

  /** How a response differs from the document; nothing for a path that is not documented. */
  faultsOfResponse(method: string, path: string, { status, headers, body }: ApiResponse): string[] {
    const template = this.#pathOf(new URL(path, "http://aisle.test").pathname);
    const name = method.toLowerCase();
    const operation = template && this.#document.paths[template][name];
    if (!operation) return [];
    const where = `${method} ${template} ${status}`;
    const response = this.#resolve(operation.responses[status]);
    if (!response) return [`${where} is not documented`];
    const type = headers.get("content-type")?.split(";")[0] ?? null;
    const media = type === null ? null : response.content?.[type];
    if ((type === null) !== (response.content === undefined) || media === undefined) {
      return [`${where} is not documented as ${type ?? "having no body"}`];
    }
    const mismatched = status < 400
      ? ["etag", "location"].filter((header) => headers.has(header) !== has(response.headers, header))
      : [];
    const faults = mismatched.map((header) => `${where}: the header ${header} is not as documented`);
    if (type?.endsWith("json") || type === "text/event-stream") {
      const reference = operation.responses[status].$ref;
      const pointer = reference
        ? reference.slice(1)
        : pointerOf("paths", template, name, "responses", status);
      faults.push(
        ...this.faultsOf(pointer + pointerOf("content", type, "schema"), body)
          .map((fault) => `${where}: ${fault}`),
      );
    }
    if (status < 300 && faults.length === 0) this.succeeded.add(`${method} ${template}`);
    return faults;
  }

  /** The documented path that matches; those without parameters take precedence. */
  #pathOf(pathname: string): string | undefined {
    const templates: string[] = Object.keys(this.#document.paths);
    return templates.find((template) => template === pathname) ??
      templates.find((template) =>
        new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname)
      );
  }

  #resolve(part: Json): Json {
    if (!part?.$ref) return part;
    return part.$ref.slice(2).split("/").reduce((node: Json, name: string) => node?.[name], this.#document);
  }
}

/** A JSON pointer (RFC 6901). */
export function pointerOf(...names: (string | number)[]): string {
  return names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function has(headers: Json, name: string): boolean {
  return Object.keys(headers ?? {}).some((header) => header.toLowerCase() === name);
}
