/** The result of an operation on a hold, as an API response. */
import { Problem } from "@/lib/http/problem.ts";
import type { HoldRefusal, HoldResult } from "./holds.ts";

/**
 * Responds with the hold, and with its location if it is new (201).
 * @throws {Problem} if the operation was refused
 */
export function holdResponse(result: HoldResult, status: 200 | 201): Response {
  if (!result.ok) throw refusalProblem(result);
  const headers: Record<string, string> = {};
  if (status === 201) headers.location = `/api/holds/${result.hold.id}`;
  return Response.json(result.hold, { status, headers });
}

/** Turns a refusal into a problem with all of the refusal's members. */
export function refusalProblem(refusal: HoldRefusal): Problem {
  if (refusal.code === "cool-down") {
    return new Problem("cool-down", { headers: { "retry-after": String(refusal.retryAfterSeconds) } });
  }
  const { ok: _, code, ...members } = refusal;
  return new Problem(code, refusal.code === "validation" ? { errors: refusal.errors } : { members });
}
