-- Removes the time limit of a hold so that it can be booked, if it is what the buyer was shown.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners, idempotencyHash, bookingId, expected? (seats?: indexes in any order, total?)
-- Returns {DONE, record}, even if the hold was already claimed with the same idempotency hash
--   {LOST}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {HOLD_CHANGED, record}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[2])

local function is_as_expected(hold, expected)
  -- Checked first, so that a long list from a client costs no more than the hold's own size.
  if expected.seats and #expected.seats ~= #hold.seats then
    return false
  end
  local total = 0
  for _, seat in ipairs(hold.seats) do
    total = total + seat.price
    if expected.seats and not contains(expected.seats, seat.index) then
      return false
    end
  end
  return not expected.total or expected.total == total
end

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
if request.expected and not is_as_expected(hold, request.expected) then
  return { HOLD_CHANGED, cjson.encode(hold) }
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
