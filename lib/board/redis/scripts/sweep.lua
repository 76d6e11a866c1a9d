-- Ends due holds, the most overdue first. A board that was never built has none.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: max (how many)
-- Returns {DONE, {how many ended, milliseconds until the next one is due (left out if there is none)}}
--   {LOST}
--- @include board
--- @include keys
--- @include step
--- @include holds
if redis.call("EXISTS", epoch_key) == 0 then
  return { DONE, { 0 } }
end
if board_is_lost() then
  return { LOST }
end
local ids = redis.call("ZRANGEBYSCORE", holds_key, "-inf", now, "LIMIT", 0, cjson.decode(ARGV[2]).max)
local after = string.format("(%.0f", now)
local next_one = redis.call("ZRANGEBYSCORE", holds_key, after, "+inf", "WITHSCORES", "LIMIT", 0, 1)
for _, id in ipairs(ids) do
  end_id(id)
end
return finish({ DONE, { #ids, next_one[2] and math.ceil(next_one[2] - now) } })
