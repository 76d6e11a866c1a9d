import { problem } from "@/lib/http/problem.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import type { WriteAnswer } from "./admin.ts";
import { adminEvent } from "./admin_view.ts";
import type { EventCatalog } from "./catalog.ts";
import type { EditableEvent } from "./event.ts";
import type { WriteRefusal } from "./write_refusal.ts";

interface Needs {
  catalog: EventCatalog;
  now: () => number;
}

/** The event as organizers see it, with its revision as ETag. */
export async function answerEvent(
  { catalog, now }: Needs,
  event: EditableEvent,
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
  switch (refusal.code) {
    case "validation":
      return problem(refusal.code, { errors: refusal.errors });
    case "hall-occupied":
      return problem(refusal.code, { members: { conflicts: refusal.conflicts } });
    default:
      return problem(refusal.code);
  }
}
