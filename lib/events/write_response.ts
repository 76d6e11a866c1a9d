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

/** Responds with the event as organizers see it, with its revision as ETag. */
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
 * Responds to a write with the event as it is now.
 * @throws {Problem} if the write was refused
 */
export async function writeResponse(needs: Needs, result: WriteResult, status = 200): Promise<Response> {
  if (!result.ok) throw refusalProblem(result);
  return await eventResponse(needs, result.event, status);
}

/** Converts a refusal to a problem. */
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
