-- What every script of presence begins with.
-- KEYS: clients, users of clients, users, what is told of clients.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function forget(client)
  local user = redis.call('HGET', KEYS[2], client)
  if user and redis.call('HINCRBY', KEYS[3], user, -1) <= 0 then redis.call('HDEL', KEYS[3], user) end
  redis.call('HDEL', KEYS[2], client)
  redis.call('HDEL', KEYS[4], client)
  redis.call('ZREM', KEYS[1], client)
end

-- Forgets clients whose time is over, 500 of them at most, because the server does nothing else meanwhile. False when there
-- may be more.
local function forget_expired()
  local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 500)
  for _, client in ipairs(expired) do forget(client) end
  return #expired < 500
end
