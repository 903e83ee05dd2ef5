-- Confirms reported changes. A channel that has changed in the meantime is due again after the debounce.
-- KEYS: node counts, reported channels, due changes, claims. ARGV: 1 debounce in milliseconds, from 2 channels and ids
-- alternately. Returns: nothing.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

for i = 2, #ARGV, 2 do
  local channel = ARGV[i]
  local id, occupied = string.match(redis.call('HGET', KEYS[4], channel) or '', '^(%S+) (%d)')
  if id == ARGV[i + 1] then
    redis.call('HDEL', KEYS[4], channel)
    redis.call(occupied == '1' and 'SADD' or 'SREM', KEYS[2], channel)
    if redis.call('HEXISTS', KEYS[1], channel) == tonumber(occupied) then
      redis.call('ZREM', KEYS[3], channel)
    else
      redis.call('ZADD', KEYS[3], now + tonumber(ARGV[1]), channel)
    end
  end
end
return {}
