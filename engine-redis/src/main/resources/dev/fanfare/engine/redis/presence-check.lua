-- Returns the indexes of the channels whose client is missing, or is not in all keys.
-- KEYS: clients, users of clients and users of each channel. ARGV: one client of each channel.

local missing = {}
for i, client in ipairs(ARGV) do
  local user = redis.call('HGET', KEYS[3 * i - 1], client)
  if not user
    or not redis.call('ZSCORE', KEYS[3 * i - 2], client)
    or redis.call('HEXISTS', KEYS[3 * i], user) == 0
  then
    missing[#missing + 1] = i
  end
end
return missing
