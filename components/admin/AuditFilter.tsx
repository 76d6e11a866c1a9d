import { Field, SelectField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { auditActions } from "@/lib/db/audit_log.ts";
import type { AuditFilter as Filter } from "@/lib/staff/audit_page.ts";

/** The form that filters the audit log; each filter has its own URL. */
export function AuditFilter({ filter }: { filter: Filter }) {
  const words = useWords("auditLog");
  const { action, from, to } = filter;
  return (
    <form class="audit-filter" role="search" aria-label={words.filter}>
      {(["actor", "subject"] as const).map((name) => (
        <Field
          key={name}
          name={name}
          label={words[name]}
          value={filter[name] ?? ""}
          placeholder={words.emailOrId}
          maxLength={254}
          required={false}
        />
      ))}
      <SelectField name="action" label={words.action} required={false}>
        <option value="">{words.allActions}</option>
        {auditActions.map((name) => (
          <option key={name} value={name} selected={name === action}>{words.actions[name]}</option>
        ))}
      </SelectField>
      <Field name="from" label={words.from} type="date" value={from ?? ""} required={false} />
      <Field name="to" label={words.to} type="date" value={to ?? ""} required={false} />
      <button class="button" type="submit">{words.show}</button>
    </form>
  );
}
