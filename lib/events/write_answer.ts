import { etagOf } from "@/lib/http/etags.ts";
import { problem } from "@/lib/http/problem.ts";
import type { Services } from "@/lib/services.ts";
import type { WriteAnswer, WriteRefusal } from "./admin.ts";
import { adminEvent } from "./admin_view.ts";
import type { EventRecord } from "./event.ts";

type Needs = Pick<Services, "catalog" | "now">;

/** The event as organisers see it, with its revision as ETag. */
export async function answerEvent(
  { catalog, now }: Needs,
  event: EventRecord,
  status = 200,
): Promise<Response> {
  const counts = await catalog.counts([event]);
  return Response.json(adminEvent(event, counts.get(event.id)!, now()), {
    status,
    headers: {
      etag: etagOf(event.revision),
      ...(status === 201 ? { location: `/api/admin/events/${event.id}` } : {}),
    },
  });
}

/** The answer to a write: the event as it is now, or why it was refused. */
export function answerWrite(needs: Needs, answer: WriteAnswer, status = 200): Promise<Response> | Response {
  return answer.ok ? answerEvent(needs, answer.event, status) : answerRefusal(answer);
}

/** A refusal as a problem. */
export function answerRefusal(refusal: WriteRefusal): Response {
  return problem(refusal.code, refusal.code === "validation" ? { errors: refusal.errors } : {});
}
