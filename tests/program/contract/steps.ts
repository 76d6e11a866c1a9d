import type { Sql } from "@/lib/db/pool.ts";

/** What a step of the contract runs against: a program that many steps share, and its database. */
export interface Subject {
  url: string;
  sql: Sql;
}

/** The statements of one area of the contract, in the words of the test report. */
export type Steps = Record<string, (subject: Subject) => Promise<void>>;
