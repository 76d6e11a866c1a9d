import type { Sql } from "@/lib/db/pool.ts";

/** What each step tests: a program, shared by all steps, and its database. */
export interface Subject {
  url: string;
  sql: Sql;
}

/** The steps of one area of the contract. With the area's name, the name of each is a statement of behaviour. */
export type Steps = Record<string, (subject: Subject) => Promise<void>>;
