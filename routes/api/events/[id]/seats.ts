import { z } from "zod";
import { answer } from "@/lib/http/answer.ts";
import { acceptsGzip } from "@/lib/http/encodings.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

const snapshotSchema = z.object({
  epoch: z.string(),
  version: z.int(),
  statuses: z.string().describe("One letter a seat in the chart's order: a, h, b or x"),
});

export const handler = endpoint("/api/events/{id}/seats", {
  GET: method({
    summary: "The status of every seat, as it is now",
    params: z.object({ id: z.string() }),
    responses: { 200: snapshotSchema },
    errors: ["not-found"],
    async handle({ services, params, ctx: { req } }) {
      const event = await services.catalog.publicEvent(params.id);
      if (!event) return problem("not-found");
      const { json, gzip } = await services.seatStreams.snapshot(event.id);
      const headers = {
        "content-type": "application/json",
        "cache-control": "no-store",
        vary: "accept-encoding",
      };
      return acceptsGzip(req.headers.get("accept-encoding"))
        ? answer(gzip(), { ...headers, "content-encoding": "gzip" })
        : answer(json, headers);
    },
  }),
});
