/**
 * Property tests draw the same cases in every run, so that a run says something about the change under test and not about
 * the draw. `TEST_SEED=$RANDOM deno task test` draws others.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(Deno.env.get("TEST_SEED") ?? 1) });
