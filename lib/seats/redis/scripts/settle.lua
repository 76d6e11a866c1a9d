-- Makes seats say what Postgres says, and ends claimed holds whose booking is over.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[..] for each hold to end: hold, owner, address (only if it has one), seat (one for each that it has)
-- KEYS[..] seat (one for each to settle)
-- ARGV[1] now
-- ARGV[2] JSON: seats (index, claim, holdId?), ended (records of claimed holds as read before)
-- Returns {DONE}
--   {LOST}, {CHANGED}
--- @include board
--- @include holds
local request = cjson.decode(ARGV[2])
local ended = {}
for i, record in ipairs(request.ended) do
  local hold = cjson.decode(record)
  ended[i] = {
    record = record,
    hold = hold,
    hold_key = take_keys(1)[1],
    groups = take_keys(hold.address and 2 or 1),
    seat_keys = take_keys(#hold.seats),
  }
end
local seat_keys = take_keys(#request.seats)

if board_is_lost() then
  return { LOST }
end
for _, one in ipairs(ended) do
  if redis.call("GET", one.hold_key) ~= one.record then
    return { CHANGED }
  end
end

local statuses = {}
for _, one in ipairs(ended) do
  end_hold(one.hold, one.hold_key, one.groups, one.seat_keys, statuses)
end
local status_by_claim = { confirmed = "b", blocked = "x", none = "a" }
for i, seat in ipairs(request.seats) do
  local holder = redis.call("GET", seat_keys[i])
  if seat.claim == "pending" then
    if holder ~= seat.holdId then
      redis.call("SET", seat_keys[i], seat.holdId)
    end
    statuses[seat.index] = "h"
  elseif seat.claim == "none" and holder and is_live_id(holder) then
    statuses[seat.index] = "h"
  else
    redis.call("DEL", seat_keys[i])
    statuses[seat.index] = status_by_claim[seat.claim]
  end
end
publish(statuses)
return { DONE }
