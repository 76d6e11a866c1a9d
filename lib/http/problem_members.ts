/** The extra members that the problem documents of some codes have. */
import { z } from "zod";
import type { ProblemCode } from "./problem.ts";

const seatIds = (example: string[]) => z.array(z.string()).meta({ examples: [example] });

/** By code; a code that is not listed has no extra members. */
export const problemMembers: Partial<Record<ProblemCode, z.ZodObject>> = {
  "validation": z.object({
    errors: z.array(z.object({
      path: z.string().describe("The member or parameter, such as `seats.0`; empty for the whole body"),
      message: z.string(),
    })).max(50).meta({ examples: [[{ path: "limit", message: "must be a whole number from 1 to 100" }]] }),
    more: z.int().optional().describe("How many more errors were found than are listed").meta({
      examples: [12],
    }),
  }),
  "seats-unavailable": z.object({
    unavailable: seatIds(["A-12"]).optional().describe("For named seats: the ids of those that are not free"),
    left: z.int().optional().describe("For `best` and `area`: how many such seats are free").meta({
      examples: [1],
    }),
  }),
  "leaves-orphan": z.object({
    seats: seatIds(["A-13"]).describe("The ids of the seats that would be left on their own"),
    instead: seatIds(["A-13", "A-14"]).describe(
      "A choice of the same number of seats that leaves none of them on its own",
    ),
  }),
  "limit-exceeded": z.object({
    limit: z.int().describe("How many seats the buyer, or with `scope` their IP address, may have").meta({
      examples: [8],
    }),
    scope: z.literal("address").optional().describe(
      "Set if everyone at the caller's IP address is counted together",
    ),
  }),
  "hold-claimed": z.object({
    bookingId: z.uuid().optional().describe("The booking that is being paid for")
      .meta({ examples: ["01977f6e-4b1c-7c3a-9a51-2f0f6b1c8d10"] }),
  }),
  "hall-occupied": z.object({
    conflicts: z.array(z.object({ id: z.uuid(), title: z.string(), startsAt: z.iso.datetime() }))
      .describe("The conflicting events, earliest first").meta({
        examples: [[{
          id: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
          title: "The Glass Harmonium",
          startsAt: "2027-03-12T19:00:00.000Z",
        }]],
      }),
  }),
  "import-failed": z.object({
    errors: z.array(z.object({
      line: z.int().optional().describe("Of a text, from 1"),
      path: z.string().optional().describe("Into a JSON document, such as `zones.0.name`"),
      message: z.string(),
    })).max(50).meta({ examples: [[{ line: 3, message: "This is not a row such as “A: 1-12”." }]] }),
  }),
  "conflict": z.object({
    objects: z.array(z.object({
      key: z.string(),
      value: z.unknown().describe("As it is now; null if it was removed"),
    })).meta({ examples: [[{ key: "seats/A-2", value: null }]] }),
  }),
  "not-publishable": z.object({
    problems: z.array(z.object({
      code: z.string(),
      level: z.literal("error"),
      message: z.string(),
      at: z.record(z.string(), z.unknown()).describe("Where it is; see `ChartProblem`"),
    })).max(50).meta({
      examples: [[{
        code: "name-empty",
        level: "error",
        message: "A name is missing.",
        at: { seats: ["A-1"] },
      }]],
    }),
    more: z.int().describe("How many more problems were found than are listed").meta({ examples: [0] }),
  }),
  "refund-exceeds": z.object({
    remaining: z.int().describe("What can still be refunded, in minor units").meta({ examples: [4500] }),
  }),
  "ticket-void": z.object({
    tickets: z.array(z.uuid()).describe("The ids of those that are already refunded")
      .meta({ examples: [["01977f6e-4c02-7a11-b7d0-6a5e4d3c2b1a"]] }),
  }),
  "second-factor-required": z.object({
    methods: z.array(z.enum(["totp", "recovery", "passkey"])).describe(
      "What can be given as the second factor",
    )
      .meta({ examples: [["totp", "recovery"]] }),
  }),
  "unavailable": z.object({
    dependencies: z.record(z.string(), z.enum(["ok", "down"])).optional()
      .describe("For `/readyz`: the status of each dependency")
      .meta({ examples: [{ database: "ok", board: "down", eventLog: "ok" }] }),
  }),
};
