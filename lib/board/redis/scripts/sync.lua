-- Makes seats match Postgres, and ends claimed holds whose booking is over.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: seats (each: index, claim, holdId?), ended (each: holdId, attempt)
-- Returns {DONE}
--   {LOST}
--- @include board
--- @include keys
--- @include step
--- @include holds
if board_is_lost() then
  return { LOST }
end
local request = cjson.decode(ARGV[2])
for _, claim in ipairs(request.ended) do
  local hold = read_hold(hold_key(claim.holdId))
  if hold and hold.status == "claimed" and hold.attempt == claim.attempt then
    end_hold(hold)
  end
end
read_seats(request.seats, {})
end_due_holders(request.seats)
local status_by_claim = { confirmed = "b", blocked = "x", none = "a" }
for _, seat in ipairs(request.seats) do
  local holder = seats[seat.index].holder
  if seat.claim == "pending" and holder ~= seat.holdId then
    set_seat(seat.index, "h", seat.holdId)
  elseif seat.claim == "pending" or seat.claim == "none" and holder and is_live_id(holder) then
    set_status(seat.index, "h")
  else
    set_seat(seat.index, status_by_claim[seat.claim])
  end
end
return finish({ DONE })
