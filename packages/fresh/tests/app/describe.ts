/** A line for each value with its type and content, the same on the server and in the browser. */
export function describe(values: Record<string, unknown>): string {
  return Object.entries(values).map(([name, value]) => `${name}: ${describeValue(value)}`).join("\n");
}

function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object") return `${typeof value} ${String(value)}`;
  if (value instanceof Date) return `Date ${value.getTime()}`;
  if (value instanceof URL) return `URL ${value.href}`;
  if (value instanceof RegExp) return `RegExp ${value}`;
  if (value instanceof Uint8Array) return `Uint8Array ${value.join()}`;
  if (value instanceof Set) return `Set ${[...value].map(describeValue).join()}`;
  if (value instanceof Map) {
    return `Map ${[...value].map(([key, item]) => `${describeValue(key)}=${describeValue(item)}`).join()}`;
  }
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => index in value ? describeValue(item) : "hole").join()}]`;
  }
  return `{${Object.entries(value).map(([name, item]) => `${name}=${describeValue(item)}`).join()}}`;
}
