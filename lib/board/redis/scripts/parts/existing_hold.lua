-- The start of scripts on one existing hold. Returns the hold if it is live and belongs to one of these owners (or to
-- anyone, if `owners` is nil), otherwise nil and the reply that says why. Ends a hold that is due.
local function find_hold(owners)
  if board_is_lost() then
    return nil, { LOST }
  end
  local hold = read_hold(KEYS[7])
  if hold and is_due(hold) then
    abandon(hold)
    return nil, finish({ HOLD_NOT_FOUND })
  end
  if not hold or owners and not contains(owners, hold.owner) then
    return nil, { HOLD_NOT_FOUND }
  end
  return hold
end
