-- Adds or refreshes a client, and removes some expired clients.
-- ARGV: 1 client, 2 user, 3 expiry in milliseconds, 4 data of the client or ''. Returns: nothing.

forget_expired()
local client, user, expiry = ARGV[1], ARGV[2], tonumber(ARGV[3])

-- Returns true if one of the keys was deleted since clients were added, for example by an eviction.
local function is_damaged()
  local known = redis.call('HLEN', KEYS[2])
  if known ~= redis.call('ZCARD', KEYS[1]) then return true end
  if known == 0 then return false end
  local before = redis.call('HGET', KEYS[2], client)
  if before then return redis.call('HEXISTS', KEYS[3], before) == 0 end
  return redis.call('EXISTS', KEYS[3]) == 0
end

-- Restores the other keys from the users of clients. Deletes all keys if no users are left, or more than 1,000, because a script
-- blocks the server; the nodes then add their clients again.
local function repair()
  local users = {}
  if redis.call('HLEN', KEYS[2]) <= 1000 then users = redis.call('HGETALL', KEYS[2]) end
  if #users == 0 then redis.call('DEL', KEYS[2], KEYS[4]) end
  redis.call('DEL', KEYS[1], KEYS[3])
  for i = 1, #users, 2 do
    redis.call('ZADD', KEYS[1], now + expiry, users[i])
    redis.call('HINCRBY', KEYS[3], users[i + 1], 1)
  end
end

if is_damaged() then repair() end
local before = redis.call('HGET', KEYS[2], client)
if before ~= user then
  if before then forget(client) end
  redis.call('HSET', KEYS[2], client, user)
  redis.call('HINCRBY', KEYS[3], user, 1)
end
if ARGV[4] == '' then redis.call('HDEL', KEYS[4], client) else redis.call('HSET', KEYS[4], client, ARGV[4]) end
redis.call('ZADD', KEYS[1], now + expiry, client)
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) < expiry then redis.call('PEXPIRE', key, ARGV[3]) end
end
return {}
