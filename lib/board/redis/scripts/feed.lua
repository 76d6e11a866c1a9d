-- Reads the deltas after a position.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: epoch, version
-- Returns {DONE, version, entries}, entries as XRANGE returns them
--   {LOST}, {OTHER_EPOCH} if the position belongs to another epoch
--- @include board
local position = cjson.decode(ARGV[2])
if board_is_lost() then
  return { LOST }
end
if board_epoch() ~= position.epoch then
  return { OTHER_EPOCH }
end
local version = tonumber(redis.call("GET", version_key))
if position.version >= version then
  return { DONE, version, {} }
end
local first = string.format("%.0f-0", position.version + 1)
return { DONE, version, redis.call("XRANGE", feed_key, first, "+") }
