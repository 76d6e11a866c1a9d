import { eventDetail, eventDetailSchema } from "@/lib/events/event.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/events/{id}", {
  GET: method({
    operationId: "getEvent",
    summary: "Get an event",
    description: "Returns an event by its id or slug.",
    isCrossOrigin: true,
    params: idParams,
    responses: { 200: eventDetailSchema },
    errors: ["not-found"],
    async handle({ services: { catalog, now }, params }) {
      const event = orNotFound(await catalog.publicEvent(params.id));
      const counts = await catalog.counts([event]);
      return Response.json(eventDetail(event, counts.get(event.id)!, now()));
    },
  }),
});
