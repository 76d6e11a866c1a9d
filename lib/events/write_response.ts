import { Problem } from "@/lib/http/problem.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import type { WriteResult } from "./admin.ts";
import { withCounts } from "./admin_view.ts";
import type { EventCatalog } from "./catalog.ts";
import type { EditableEvent } from "./event.ts";
import type { WriteRefusal } from "./write_refusal.ts";

interface Needs {
  catalog: EventCatalog;
  now: () => number;
}

/** The event as organizers see it, with its revision as ETag. */
export async function eventResponse(
  needs: Needs,
  event: EditableEvent,
  status = 200,
): Promise<Response> {
  return Response.json(await withCounts(needs, event), {
    status,
    headers: {
      etag: etagOf(event.revision),
      ...(status === 201 ? { location: `/api/admin/events/${event.id}` } : {}),
    },
  });
}

/**
 * The answer to a write: the event as it is now.
 * @throws {Problem} where it was refused
 */
export async function writeResponse(needs: Needs, answer: WriteResult, status = 200): Promise<Response> {
  if (!answer.ok) throw refusalProblem(answer);
  return await eventResponse(needs, answer.event, status);
}

/** A refusal as a problem. */
export function refusalProblem(refusal: WriteRefusal): Problem {
  switch (refusal.code) {
    case "validation":
      return new Problem(refusal.code, { errors: refusal.errors });
    case "hall-occupied":
      return new Problem(refusal.code, { members: { conflicts: refusal.conflicts } });
    default:
      return new Problem(refusal.code);
  }
}
