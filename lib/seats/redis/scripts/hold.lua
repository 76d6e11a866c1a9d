-- Takes seats for an owner, all or none.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- KEYS[8] owner
-- KEYS[9] address (only with a limit for one)
-- KEYS[..] owner (one for each that the limit counts)
-- KEYS[..] seat (one for each)
-- ARGV[1] now
-- ARGV[2] JSON: id, eventId, owner, seats, chartVersion, ttlMs, maxMs, limit?, limitOwners, address?, bookingId?
-- Returns {DONE, record}
--   {LOST}, {CHANGED} when a due hold of this id has to be ended first, {HOLD_NOT_FOUND} when the id is another's,
--   {LIMIT_EXCEEDED}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include holds
local request = cjson.decode(ARGV[2])
local hold_key = take_keys(1)[1]
local groups = take_keys(request.address and 2 or 1)
local limit_groups = take_keys(request.limitOwners)
local seat_keys = take_keys(#request.seats)

if board_is_lost() then
  return { LOST }
end
local known = redis.call("GET", hold_key)
if known then
  local hold = cjson.decode(known)
  if is_due(hold) then
    return { CHANGED }
  end
  if hold.owner ~= request.owner then
    return { HOLD_NOT_FOUND }
  end
  return { DONE, known }
end
if is_over_limit(request, limit_groups, { groups[2] }, request.id, #request.seats) then
  return { LIMIT_EXCEEDED }
end
local unavailable = unavailable_seats(request.seats, seat_keys)
if #unavailable > 0 then
  return { SEATS_UNAVAILABLE, unavailable }
end

local hold = {
  id = request.id,
  eventId = request.eventId,
  owner = request.owner,
  status = "active",
  seats = request.seats,
  chartVersion = request.chartVersion,
  expiresAt = now + math.min(request.ttlMs, request.maxMs),
  maxExpiresAt = now + request.maxMs,
  attempt = 0,
  address = request.address and request.address.key,
}
if request.bookingId then
  hold.status = "claimed"
  hold.attempt = 1
  hold.bookingId = request.bookingId
  hold.claimedAt = now
end
local statuses = {}
take_seats(hold, hold.seats, seat_keys, statuses)
renew_leases(hold, seat_keys)
publish(statuses)
return { DONE, save_hold(hold, hold_key, groups) }
