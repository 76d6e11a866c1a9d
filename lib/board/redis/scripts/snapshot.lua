-- Reads the current statuses, unless the caller has them.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: epoch?, version? (of the statuses that the caller has)
-- Returns {DONE, epoch, version, statuses}, or {DONE} if the caller has them
--   {LOST}
--- @include board
local position = cjson.decode(ARGV[2])
if board_is_lost() then
  return { LOST }
end
local epoch, version = board_epoch(), tonumber(redis.call("GET", version_key))
if epoch == position.epoch and version == position.version then
  return { DONE }
end
return { DONE, epoch, version, redis.call("GET", statuses_key) }
