import { until } from "@/lib/testing/until.ts";
import { unfinishedWork } from "../../auditor/quiet.ts";
import { Client } from "../client.ts";
import type { Subject } from "./steps.ts";

/** Waits until the program's workers have nothing left to do, so that nothing more is written unless someone asks. */
export async function untilQuiet(subject: Subject): Promise<void> {
  await until(() => findWork(subject), (work) => work.length === 0);
}

async function findWork({ url, sql }: Subject): Promise<string[]> {
  const work = await unfinishedWork({ sql, readBoard: () => Promise.resolve(null) });
  const changes = await sql`select from event_changes where notice is not null and told_at is null`;
  if (changes.length > 0) work.push(`${changes.length} changes to events`);
  const published = await sql<{ eventId: string; epoch: string; version: number }[]>`
    select e.id as event_id, p.epoch, p.version
    from events e left join seat_status_positions p on p.event_id = e.id where e.status <> 'draft'`;
  for (const { eventId, epoch, version } of published) {
    const { body } = await new Client(url).get(`/api/events/${eventId}/seats`);
    if (body.epoch !== epoch || body.version !== version) work.push(`messages about the seats of ${eventId}`);
  }
  return work;
}
