-- Publishes to a channel atomically.
-- KEYS: meta, stream, result. ARGV: 1 Pub/Sub channel, 2 body, 3 new epoch, 4 size of the history or 0, 5 its age, 6 its meta
-- age, 7 version or 0, 8 version epoch, 9 '1' to skip the history, 10 lifetime of the idempotency key or 0, 11 publish command,
-- 12 age of the meta of a channel without publications and without a version. All times are in milliseconds.
-- Returns: 0 accepted, 1 known key, 2 version not above the last one; then epoch and offset, both '' without history.

local meta, stream, answer = KEYS[1], KEYS[2], KEYS[3]
local size, skip, window = tonumber(ARGV[4]), ARGV[9] == '1', tonumber(ARGV[10])
local version, version_epoch = ARGV[7], ARGV[8]

-- Compares decimal strings of up to 19 digits, which exceed the precision of a Lua number.
local function above(one, other)
  if #one ~= #other then return #one > #other end
  return one > other
end

-- Extends the lifetime of a key; never shortens it.
local function keep(key, age)
  local left = redis.call('PTTL', key)
  if left < tonumber(age) then redis.call('PEXPIRE', key, age) end
end

if window > 0 then
  local before = redis.call('HMGET', answer, 'e', 's')
  if before[1] then return {1, before[1], before[2]} end
end

local epoch, offset = '', ''
local passing = skip and version == '0'
if size > 0 then
  local known = redis.call('HMGET', meta, 'e', 's', 'v', 've')
  epoch = known[1]
  if not epoch and not passing then
    epoch = ARGV[3]
    redis.call('HSET', meta, 'e', epoch, 's', '0')
  end
  if version ~= '0' then
    if known[3] and known[4] == version_epoch and not above(version, known[3]) then
      return {2, epoch, known[2] or '0'}
    end
    redis.call('HSET', meta, 'v', version, 've', version_epoch)
  end
  if epoch then
    local unpublished = passing and (known[2] or '0') == '0' and not known[3]
    keep(meta, unpublished and ARGV[12] or ARGV[6])
  end
end

local message
if size > 0 and not skip then
  local number = redis.call('HINCRBY', meta, 's', 1)
  offset = string.format('%.0f', number)
  if number == 1 then redis.call('DEL', stream) end
  redis.call('XADD', stream, 'MAXLEN', '=', size, offset .. '-0', 'd', ARGV[2])
  redis.call('PEXPIRE', stream, ARGV[5])
  message = '\1\2' .. string.char(#epoch) .. epoch .. struct.pack('>I8', number) .. ARGV[2]
else
  epoch = ''
  message = '\1\1' .. ARGV[2]
end
if window > 0 then
  redis.call('HSET', answer, 'e', epoch, 's', offset)
  redis.call('PEXPIRE', answer, window)
end
redis.call(ARGV[11], ARGV[1], message)
return {0, epoch, offset}
