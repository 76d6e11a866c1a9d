-- Which seats can be taken. A request's `limit` (owners, seats) covers all of a buyer's identities together, its
-- `address` (key, seats) everyone behind one address.

-- The groups that a request's limits count.
local function counted_keys(request)
  local keys = {}
  for i, owner in ipairs(request.limit and request.limit.owners or {}) do
    keys[i] = owner_key(owner)
  end
  return keys, request.address and { address_key(request.address.key) } or {}
end

-- Reads the wanted seats, the groups to be counted and the buyer's own group, and ends due holds that have any of the
-- seats.
local function read_wanted(list, request, owner)
  local keys, address_keys = counted_keys(request)
  keys[#keys + 1] = owner_key(owner)
  keys[#keys + 1] = address_keys[1]
  read_seats(list, keys)
  end_due_holders(list)
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

-- Whose limit a hold of this many seats would exceed: "buyer", "address" or nil.
local function limit_exceeded(request, id, count)
  local owner_keys, address_keys = counted_keys(request)
  if request.limit and seats_in(owner_keys, id) + count > request.limit.seats then
    return "buyer"
  end
  if request.address and seats_in(address_keys, id) + count > request.address.seats then
    return "address"
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
