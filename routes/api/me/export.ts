import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { deadline } from "@/lib/db/pool.ts";
import { exportJson } from "@/lib/privacy/export_json.ts";
import { readPrinted } from "@/lib/privacy/export_pdf.ts";
import { personalData, personalDataSchema } from "@/lib/privacy/personal_data.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/export", {
  GET: method({
    operationId: "exportAccount",
    summary: "Download everything about you",
    description:
      "Everything that is kept about the account: its data, sessions, links, holds, bookings, messages and entries in the audit log, each list newest first; never hashes, secrets or ticket codes. The JSON is complete and is read as fast as the client takes it. The PDF, in the account's language, lists the latest 200 of each kind.",
    access: "own-account",
    limit: "export",
    query: z.object({
      format: z.enum(["json", "pdf"]).default("json"),
    }),
    responses: { 200: [personalDataSchema, { contentType: "application/pdf" }] },
    async handle({ services, caller, query: { format }, ctx }) {
      const { id } = caller.user;
      await deadline(writeAudit(services.sql, {
        actor: actorOf(caller),
        action: "account.exported",
        subject: { type: "account", id },
        detail: { format },
      }));
      const data = await personalData(services, caller);
      const body = format === "json"
        ? exportJson(data)
        : await services.exportPrinter.print(await readPrinted(data), ctx.state.locale);
      return new Response(body, {
        headers: {
          "content-type": format === "json" ? "application/json" : "application/pdf",
          "content-disposition": `attachment; filename="aisle-data.${format}"`,
          "cache-control": "private, no-store",
        },
      });
    },
  }),
});
