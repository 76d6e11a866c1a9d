-- Replaces the seats of a hold: takes new ones and frees those left out, all or nothing.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners, seats (the complete new selection; seats already held keep their price), limit?, addresses?
-- Returns {DONE, record}
--   {LOST}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {LIMIT_EXCEEDED, "buyer" or "address", limit?}
--   {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include taking
--- @include existing_hold
local request = cjson.decode(ARGV[2])
local hold, refusal = find_hold(request.owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  return { HOLD_CLAIMED, hold.bookingId }
end
local had = {}
for _, seat in ipairs(hold.seats) do
  had[seat.index] = seat
end
local wanted, is_wanted, added, left_out = {}, {}, {}, {}
for i, seat in ipairs(request.seats) do
  wanted[i] = had[seat.index] or seat
  is_wanted[seat.index] = true
  if not had[seat.index] then
    added[#added + 1] = seat
  end
end
for _, seat in ipairs(hold.seats) do
  if not is_wanted[seat.index] then
    left_out[#left_out + 1] = seat
  end
end

read_wanted(added, request, hold.owner)
if #wanted > #hold.seats then
  local whose, limit = limit_exceeded(request, hold.id, #wanted)
  if whose then
    return finish({ LIMIT_EXCEEDED, whose, limit })
  end
end
local unavailable = unavailable_seats(added)
for _, index in ipairs(lost_seats(hold)) do
  if is_wanted[index] then
    unavailable[#unavailable + 1] = index
  end
end
if #unavailable > 0 then
  table.sort(unavailable)
  return finish({ SEATS_UNAVAILABLE, unavailable })
end
free_seats(hold, left_out)
take_seats(hold, added)
hold.seats = wanted
count_seats(hold)
return finish({ DONE, save_hold(hold) })
