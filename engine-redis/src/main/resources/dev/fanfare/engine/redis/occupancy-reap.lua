-- Removes some channels of an expired node, and the node together with its last channel.
-- KEYS: nodes, channels of the node, node counts, reported channels, due changes, claims. ARGV: 1 node, 2 debounce in
-- milliseconds, 3 maximum number of channels. Returns: 1 if channels are left, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local expires = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not expires or tonumber(expires) > now then return {0} end

for _, channel in ipairs(redis.call('SPOP', KEYS[2], ARGV[3])) do
  if redis.call('HINCRBY', KEYS[3], channel, -1) <= 0 then
    redis.call('HDEL', KEYS[3], channel)
    if redis.call('HEXISTS', KEYS[6], channel) == 0 then
      if redis.call('SISMEMBER', KEYS[4], channel) == 0 then
        redis.call('ZREM', KEYS[5], channel)
      else
        redis.call('ZADD', KEYS[5], now + tonumber(ARGV[2]), channel)
      end
    end
  end
end
if redis.call('EXISTS', KEYS[2]) == 1 then return {1} end
redis.call('ZREM', KEYS[1], ARGV[1])
return {0}
