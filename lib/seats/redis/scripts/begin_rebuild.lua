-- Takes the lock to build a lost board anew.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] lock
-- ARGV[1] now
-- ARGV[2] JSON: token, lockMs
-- Returns {DONE, now} the lock is the caller's
--   {LOST} another is building it, {CHANGED} the board is there already
--- @include board
if not board_is_lost() then
  return { CHANGED }
end
local request = cjson.decode(ARGV[2])
if not redis.call("SET", KEYS[7], request.token, "NX", "PX", request.lockMs) then
  return { LOST }
end
return { DONE, now }
