-- Reads holds that were claimed more than a given time ago, oldest first. A board that was never built has none.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: olderThanMs, max (how many)
-- Returns {DONE, records}
--   {LOST}
--- @include board
--- @include keys
--- @include step
if redis.call("EXISTS", epoch_key) == 0 then
  return { DONE, {} }
end
if board_is_lost() then
  return { LOST }
end
local request = cjson.decode(ARGV[2])
local before = string.format("(%.0f", now - request.olderThanMs)
local ids, keys = redis.call("ZRANGEBYSCORE", claimed_key, "-inf", before, "LIMIT", 0, request.max), {}
for i, id in ipairs(ids) do
  keys[i] = hold_key(id)
end
return { DONE, read(keys) }
