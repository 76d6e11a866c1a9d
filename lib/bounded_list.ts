/** Validates lists from clients with bounded work: zod alone checks every item of a list that is too long. */
import { z } from "zod";

/** Checking stops after this many faults. */
const LIST_FAULTS_MAX = 100;

/**
 * A list of `min` to `max` items. A list that is too long is rejected before its items are checked; checking a long one
 * stops once 100 faults have been found.
 */
export function boundedList<Item extends z.ZodType>(
  item: Item,
  { min, max }: { min?: number; max: number },
) {
  const atMost = z.array(item).max(max);
  const list = min === undefined ? atMost : atMost.min(min);
  return z.preprocess((value, context) => {
    if (!Array.isArray(value)) return value;
    if (value.length > max) {
      context.addIssue({ code: "custom", message: `has ${value.length} items; at most ${max} are allowed` });
      return z.NEVER;
    }
    if (value.length <= LIST_FAULTS_MAX) return value;
    const faults = firstFaults(item, value);
    for (const fault of faults) context.addIssue(fault);
    return faults.length > 0 ? z.NEVER : value;
  }, list);
}

function firstFaults(item: z.ZodType, values: unknown[]): z.core.$ZodRawIssue[] {
  const faults: z.core.$ZodRawIssue[] = [];
  for (const [at, value] of values.entries()) {
    for (const issue of item.safeParse(value).error?.issues ?? []) {
      faults.push({ ...issue, path: [at, ...issue.path] } as z.core.$ZodRawIssue);
    }
    if (faults.length >= LIST_FAULTS_MAX) break;
  }
  return faults;
}
