import { z } from "zod";
import { listVersions } from "@/lib/charts/drafts.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

const versionSchema = z.object({
  version: z.int(),
  publishedAt: z.iso.datetime(),
  by: z.string().nullable().describe("Null if the account is deleted or unknown"),
  seatCount: z.int(),
}).meta({
  id: "ListedVersion",
  examples: [{ version: 2, publishedAt: "2027-03-12T19:00:00.000Z", by: "Ada Brook", seatCount: 218 }],
});

export const handler = endpoint("/api/admin/charts/{id}/versions", {
  GET: method({
    operationId: "listChartVersions",
    summary: "List the versions of a chart",
    description:
      "The newest 200, newest first; none of a hall that was never published, or that does not exist.",
    access: "edit-halls",
    params: uuidParams,
    responses: { 200: z.object({ items: z.array(versionSchema).max(200) }) },
    async handle({ services, params }) {
      return Response.json({ items: await listVersions(services.sql, params.id) });
    },
  }),
});
