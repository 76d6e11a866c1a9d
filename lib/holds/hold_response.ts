/** What became of a hold, as an answer of the API. */
import { Problem } from "@/lib/http/problem.ts";
import type { HoldRefusal, HoldResult } from "./holds.ts";

/**
 * The hold, with where it can be read again when it is new (201).
 * @throws {Problem} where there is none
 */
export function holdResponse(result: HoldResult, status: 200 | 201): Response {
  if (!result.ok) throw refusalProblem(result);
  const headers: Record<string, string> = {};
  if (status === 201) headers.location = `/api/holds/${result.hold.id}`;
  return Response.json(result.hold, { status, headers });
}

/** The refusal as a problem with all that it says. */
export function refusalProblem(refusal: HoldRefusal): Problem {
  const { ok: _, code, ...members } = refusal;
  return new Problem(code, refusal.code === "validation" ? { errors: refusal.errors } : { members });
}
