/**
 * `tasks/web.ts`, or `tasks/worker.ts` if workers are named, in a process whose clock is `CLOCK_AHEAD_MINUTES` ahead,
 * or behind if that is negative.
 */
const aheadMs = Number(Deno.env.get("CLOCK_AHEAD_MINUTES")) * 60_000;

const RightDate = Date;
const now = () => RightDate.now() + aheadMs;
globalThis.Date = new Proxy(RightDate, {
  construct: (target, args) => args.length === 0 ? new target(now()) : Reflect.construct(target, args),
  get: (target, name) => name === "now" ? now : Reflect.get(target, name),
});

await import(Deno.args.length === 0 ? "../../tasks/web.ts" : "../../tasks/worker.ts");
