-- Gives a hold the seats wanted: takes what is new, gives back what is left out, all or none.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- KEYS[8] owner
-- KEYS[9] address (only if the hold has one)
-- KEYS[..] seat (one for each that the hold has)
-- KEYS[..] owner (one for each that the limit counts)
-- KEYS[..] address (only with a limit for one)
-- KEYS[..] seat (one for each that is new)
-- ARGV[1] now
-- ARGV[2] the hold's record as read before
-- ARGV[3] JSON: owners, seats (the wanted whole), added (those that are new), limit?, limitOwners, address?
-- Returns {DONE, record}
--   {LOST}, {CHANGED}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {LIMIT_EXCEEDED}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[3])
local limit_groups = take_keys(request.limitOwners)
local address_groups = take_keys(request.address and 1 or 0)
local added_keys = take_keys(#request.added)

local refusal = refusal_to(request.owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  return { HOLD_CLAIMED, hold.bookingId }
end
local is_wanted = {}
for _, seat in ipairs(request.seats) do
  is_wanted[seat.index] = true
end
if #request.seats > #hold.seats
  and is_over_limit(request, limit_groups, address_groups, hold.id, #request.seats) then
  return { LIMIT_EXCEEDED }
end
local unavailable = unavailable_seats(request.added, added_keys)
for _, index in ipairs(lost_seats(hold, seat_keys)) do
  if is_wanted[index] then
    unavailable[#unavailable + 1] = index
  end
end
if #unavailable > 0 then
  table.sort(unavailable)
  return { SEATS_UNAVAILABLE, unavailable }
end

local left_out, left_out_keys = {}, {}
for i, seat in ipairs(hold.seats) do
  if not is_wanted[seat.index] then
    left_out[#left_out + 1] = seat
    left_out_keys[#left_out_keys + 1] = seat_keys[i]
  end
end
local statuses = {}
free_seats(hold, left_out, left_out_keys, statuses)
take_seats(hold, request.added, added_keys, statuses)
hold.seats = request.seats
publish(statuses)
return { DONE, save_hold(hold, hold_key, groups) }
