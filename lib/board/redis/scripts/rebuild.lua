-- The last step of a rebuild: writes the whole board, if the caller still has the lock.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] lock
-- ARGV[1] now
-- ARGV[2] JSON: token, epoch, lifetimeMs, statuses, dropped (hold ids), held (index, holdId, expiresAt?)
-- Returns {DONE}
--   {LOST} if the caller has lost the lock
--- @include board
--- @include keys
--- @include step
--- @include holds
local request = cjson.decode(ARGV[2])
if redis.call("GET", KEYS[7]) ~= request.token then
  return { LOST }
end
for _, id in ipairs(request.dropped) do
  end_id(id)
end
read_seats(request.held, {})
for _, seat in ipairs(request.held) do
  set_seat(seat.index, "h", seat.holdId, seat.expiresAt and seat.expiresAt - now + BACKSTOP_MS)
end
local epoch = request.epoch .. " " .. history_id()
commit()
redis.call("SET", version_key, 0, "PX", request.lifetimeMs)
redis.call("SET", statuses_key, request.statuses, "PX", request.lifetimeMs)
redis.call("SET", epoch_key, epoch, "PX", request.lifetimeMs)
redis.call("DEL", feed_key, KEYS[7])
return { DONE }
