-- Which seats can be taken, and by whom. A request's `limit` (owners, seats) covers all of a buyer's identities together,
-- each of its `addresses` (key, seats) everyone behind one address. A cool-down (key, holds) refuses buyers after too
-- many abandoned holds.

-- The groups that a buyer's own limit counts.
local function counted_keys(request)
  local keys = {}
  for i, owner in ipairs(request.limit and request.limit.owners or {}) do
    keys[i] = owner_key(owner)
  end
  return keys
end

-- Reads the wanted seats, everything that limits and cool-downs count and the buyer's own group, and ends due holds
-- that have any of the seats.
local function read_wanted(list, request, owner, cool_downs)
  local keys = counted_keys(request)
  keys[#keys + 1] = owner_key(owner)
  for _, address in ipairs(request.addresses or {}) do
    keys[#keys + 1] = address_key(address.key)
  end
  read_counted(list, keys, cool_downs)
  end_due_holders(list)
end

-- How many milliseconds the buyer still has to wait; 0 if not at all.
local function cooling_ms(cool_downs)
  local wait_ms = 0
  for _, cool_down in ipairs(cool_downs or {}) do
    local times = abandoned[abandoned_key(cool_down.key)]
    local oldest = times[#times - cool_down.holds]
    if oldest then
      wait_ms = math.max(wait_ms, oldest + COOL_DOWN_MS - now)
    end
  end
  return wait_ms
end

-- The total seats in the active holds of these groups, leaving out one hold.
local function seats_in(groups, except_id)
  local sum = 0
  for _, group in ipairs(groups) do
    local entries = redis.call("HGETALL", group)
    for i = 1, #entries, 2 do
      local expires_at = entries[i] ~= except_id and redis.call("ZSCORE", holds_key, entries[i])
      if expires_at and tonumber(expires_at) > now then
        sum = sum + tonumber(entries[i + 1])
      end
    end
  end
  return sum
end

-- Whose limit a hold of this many seats would exceed: "buyer", "address" and its limit, or nil.
local function limit_exceeded(request, id, count)
  if request.limit and seats_in(counted_keys(request), id) + count > request.limit.seats then
    return "buyer"
  end
  for _, address in ipairs(request.addresses or {}) do
    if seats_in({ address_key(address.key) }, id) + count > address.seats then
      return "address", address.seats
    end
  end
end

-- Indexes of the seats that can't be taken: their status is not `a`, or their key belongs to a live hold. The key
-- of a hold that is no longer known counts as free.
local function unavailable_seats(list)
  local unavailable = {}
  for _, seat in ipairs(list) do
    local holder = seats[seat.index].holder
    if status_of(seat.index) ~= "a" or holder and is_live_id(holder) then
      unavailable[#unavailable + 1] = seat.index
    end
  end
  table.sort(unavailable)
  return unavailable
end
