-- The last step of building a board anew: writes all of it, if the lock is still the caller's.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] lock
-- KEYS[..] for each hold that does not survive: hold, owner, address (only if it has one)
-- KEYS[..] seat (one for each that is held)
-- ARGV[1] now
-- ARGV[2] JSON: token, epoch, statuses, dropped (records), kept (records), seats (holdId, expiresAt? of each held)
-- Returns {DONE}
--   {CHANGED} when the lock is another's
--- @include board
local request = cjson.decode(ARGV[2])
local lock_key = take_keys(1)[1]
if redis.call("GET", lock_key) ~= request.token then
  return { CHANGED }
end
redis.call("DEL", feed_key, holds_key, claimed_key)
for _, record in ipairs(request.dropped) do
  local hold = cjson.decode(record)
  redis.call("DEL", take_keys(1)[1])
  for _, group in ipairs(take_keys(hold.address and 2 or 1)) do
    redis.call("HDEL", group, hold.id)
  end
end
for _, record in ipairs(request.kept) do
  local hold = cjson.decode(record)
  if hold.status == "claimed" then
    redis.call("ZADD", claimed_key, hold.claimedAt, hold.id)
  else
    redis.call("ZADD", holds_key, hold.expiresAt, hold.id)
  end
end
local seat_keys = take_keys(#request.seats)
for i, seat in ipairs(request.seats) do
  redis.call("SET", seat_keys[i], seat.holdId)
  if seat.expiresAt then
    redis.call("PEXPIRE", seat_keys[i], seat.expiresAt - now + BACKSTOP_MS)
  end
end
redis.call("SET", version_key, 0)
redis.call("SET", statuses_key, request.statuses)
redis.call("SET", epoch_key, request.epoch .. " " .. server_run_id())
redis.call("DEL", lock_key)
return { DONE }
