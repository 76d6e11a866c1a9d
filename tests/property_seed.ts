/**
 * Property tests use the same cases in every run, so that a failure is due to the change under test and not to chance.
 * `TEST_SEED=$RANDOM deno task test` uses other cases.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(Deno.env.get("TEST_SEED") ?? 1) });
