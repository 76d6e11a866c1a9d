-- Takes seats for an owner, all or nothing.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: id, eventId, owner, seats, chartVersion, ttlMs, maxMs, limit?, addresses?, coolDowns?, bookingId?
-- Returns {DONE, record}, of the existing hold if there is one with this id
--   {LOST}, {HOLD_NOT_FOUND} if the id belongs to another owner's hold
--   {COOL_DOWN, milliseconds}, {LIMIT_EXCEEDED, "buyer" or "address", limit?}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include taking
if board_is_lost() then
  return { LOST }
end
local request = cjson.decode(ARGV[2])
local known = read_hold(KEYS[7])
if known and is_due(known) then
  abandon(known)
elseif known then
  return known.owner == request.owner and { DONE, cjson.encode(known) } or { HOLD_NOT_FOUND }
end
read_wanted(request.seats, request, request.owner, request.coolDowns)
local wait_ms = cooling_ms(request.coolDowns)
if wait_ms > 0 then
  return finish({ COOL_DOWN, wait_ms })
end
local whose, limit = limit_exceeded(request, request.id, #request.seats)
if whose then
  return finish({ LIMIT_EXCEEDED, whose, limit })
end
local unavailable = unavailable_seats(request.seats)
if #unavailable > 0 then
  return finish({ SEATS_UNAVAILABLE, unavailable })
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
  coolDowns = request.coolDowns,
}
for i, address in ipairs(request.addresses or {}) do
  hold.addresses = hold.addresses or {}
  hold.addresses[i] = address.key
end
if request.bookingId then
  hold.status = "claimed"
  hold.attempt = 1
  hold.bookingId = request.bookingId
  hold.claimedAt = now
end
take_seats(hold, hold.seats)
count_seats(hold)
return finish({ DONE, save_hold(hold) })
