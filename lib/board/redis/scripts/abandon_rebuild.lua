-- Releases the lock, if the caller still has it, so that another process can try.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] lock
-- ARGV[1] now
-- ARGV[2] JSON: token
-- Returns {DONE}
--- @include board
if redis.call("GET", KEYS[7]) == cjson.decode(ARGV[2]).token then
  redis.call("DEL", KEYS[7])
end
return { DONE }
