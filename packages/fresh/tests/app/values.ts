const shared = { name: "shared" };

/** One value of each kind that an island may receive. */
export const VALUES: Record<string, unknown> = {
  text: `</script><!-- "quoted" \u2028`,
  yes: true,
  number: 1.5,
  notANumber: NaN,
  infinite: -Infinity,
  zero: 0,
  minusZero: -0,
  nothing: null,
  missing: undefined,
  big: 12345678901234567890n,
  list: [1, "two", , null],
  object: { nested: { deep: true } },
  date: new Date(86_400_000),
  noDate: new Date(NaN),
  url: new URL("https://example.org/path?query#hash"),
  pattern: /a[b-d]+/gi,
  map: new Map<unknown, unknown>([["key", 1], [2, "two"]]),
  set: new Set(["one", 2]),
  bytes: new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
  twice: [shared, shared],
};
