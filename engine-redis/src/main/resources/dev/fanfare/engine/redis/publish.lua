-- Publishes to a channel atomically.
-- KEYS: meta, stream, result. ARGV: 1 Pub/Sub channel, 2 body, 3 new epoch, 4 size of the history or 0, 5 its age, 6 its meta
-- age, 7 version or 0, 8 version epoch, 9 '1' to skip the history, 10 lifetime of the idempotency key or 0, 11 publish command,
-- 12 age of the meta of a channel without publications and without a version, 13 '1' if the cluster has nodes of older versions.
-- All times are in milliseconds.
-- Returns: 0 accepted, 1 known key, 2 version not above the last one; then epoch and offset, both '' without history.

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

-- Appends to the stream. A stream that is ahead of the metadata belongs to a history whose metadata is gone, and is deleted.
local function append(stream, offset, size, age, body)
  local added = redis.pcall('XADD', stream, 'MAXLEN', '=', size, offset .. '-0', 'd', body)
  if type(added) == 'table' then
    if not string.find(added.err, 'equal or smaller') then error(added.err, 0) end
    redis.call('DEL', stream)
    redis.call('XADD', stream, offset .. '-0', 'd', body)
  end
  redis.call('PEXPIRE', stream, age)
end

-- Publishes with the keys and arguments that start at these indices.
local function publish(k, a)
  local meta, stream, answer = KEYS[k], KEYS[k + 1], KEYS[k + 2]
  local channel, body, new_epoch, size, age, meta_age = unpack(ARGV, a, a + 5)
  local version, version_epoch, skip, window, command, unpublished_age, older = unpack(ARGV, a + 6, a + 12)
  local kept, skipped, idempotent = size ~= '0', skip == '1', window ~= '0'

  if idempotent then
    local before = redis.call('HMGET', answer, 'e', 's')
    if before[1] then return {1, before[1], before[2]} end
  end

  local epoch, offset, message = '', '', '\1\1' .. body
  if kept then
    local known = redis.call('HMGET', meta, 'e', 's', 'r', 'v', 've')
    local top, wrote_last = known[2] or '0', known[3]
    local passing = skipped and version == '0'
    local present = known[1]
    if not present and not passing then
      present = new_epoch
      begin(meta, present)
      wrote_last = writer()
    end
    if version ~= '0' then
      if known[4] and known[5] == version_epoch and not above(version, known[4]) then return {2, present, top} end
      redis.call('HSET', meta, 'v', version, 've', version_epoch)
    end
    if present then keep(meta, passing and top == '0' and not known[4] and unpublished_age or meta_age) end
    if not skipped then
      epoch = continue(meta, present, top, wrote_last, new_epoch, older == '1')
      local number = redis.call('HINCRBY', meta, 's', 1)
      offset = string.format('%.0f', number)
      append(stream, offset, size, age, body)
      message = '\1\2' .. string.char(#epoch) .. epoch .. struct.pack('>I8', number) .. body
    end
  end
  if idempotent then
    redis.call('HSET', answer, 'e', epoch, 's', offset)
    redis.call('PEXPIRE', answer, window)
  end
  redis.call(command, channel, message)
  return {0, epoch, offset}
end

return publish(1, 1)
