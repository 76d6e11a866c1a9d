import { z } from "zod";

/** The query of a list that is paged by the id of its last item. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional().describe("nextCursor of the page before"),
});
