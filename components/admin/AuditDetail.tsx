import { useWords } from "@/components/layout/words.tsx";

/** The detail of an entry: what changed, member by member, and the rest. Names are those of the API. */
export function AuditDetail({ detail }: { detail: Record<string, unknown> }) {
  const words = useWords("auditLog");
  const { before, after, ...rest } = detail as { before?: object; after?: object };
  const was = { ...before } as Record<string, unknown>;
  const is = { ...after } as Record<string, unknown>;
  const members = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const lines = [
    ...members.map((member) =>
      member in was && member in is
        ? words.change({ member, before: textOf(was[member]), after: textOf(is[member]) })
        : `${member}: ${textOf(was[member] ?? is[member])}`
    ),
    ...Object.entries(rest).map(([member, value]) => `${member}: ${textOf(value)}`),
  ];
  return <ul class="audit-detail">{lines.map((line) => <li key={line} dir="auto">{line}</li>)}</ul>;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
