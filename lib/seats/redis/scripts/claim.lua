-- Takes the time limit off a hold for a booking.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners, idempotencyHash, bookingId
-- Returns {DONE, record}, of the claim made before when it was by the same idempotency hash
--   {LOST}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[2])
local hold, refusal = find_hold(request.owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  if hold.idempotencyHash == request.idempotencyHash then
    return { DONE, cjson.encode(hold) }
  end
  return { HOLD_CLAIMED, hold.bookingId }
end
local lost = lost_seats(hold)
if #lost > 0 then
  return { SEATS_UNAVAILABLE, lost }
end
leave_set(hold)
hold.status = "claimed"
hold.attempt = hold.attempt + 1
hold.bookingId = request.bookingId
hold.idempotencyHash = request.idempotencyHash
hold.claimedAt = now
renew_leases(hold)
return finish({ DONE, save_hold(hold) })
