-- Publishes to channels, in order. Each publication is atomic, and an error of one does not affect the others.
-- KEYS: for each publication with a history, its meta and its stream; with an idempotency key, its result.
-- ARGV: 1 publish command; 2 prefix of new epochs; 3 one character for each publication: '0' for a message, which is only
-- published, otherwise '0' plus the number of its options; 4 '1' if the cluster has nodes of older versions.
-- Then the options, numbered from 1, with eight values each: size of the history or 0, its age, its meta age, age of the meta of
-- a channel without publications and without a version, version or 0, version epoch, '1' to skip the history, lifetime of the
-- idempotency key or 0.
-- Then for each publication the Pub/Sub channel and the message or body. All times are in milliseconds.
-- Returns for each publication: 0 for a message that was published, otherwise a list of code, epoch and offset. Epoch and offset
-- are '' without history. Codes: 0 accepted, 1 known key, 2 version not above the last one, -1 failed, followed by the error.

local command, layout = ARGV[1], ARGV[3]
local FIXED, OPTIONS = 4, 8
-- The number of the publication in this call.
local current = 0
-- By metadata key: the epoch to which this call has appended, and the options. They save commands for further publications.
local appended_epoch, appended_options = {}, {}

local function create_epoch()
  return ARGV[2] .. '.' .. current
end

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
local function append(stream, offset, size, body)
  local added = redis.pcall('XADD', stream, 'MAXLEN', '=', size, offset .. '-0', 'd', body)
  if type(added) == 'table' then
    if not string.find(added.err, 'equal or smaller') then error(added.err, 0) end
    redis.call('DEL', stream)
    redis.call('XADD', stream, offset .. '-0', 'd', body)
    return true
  end
end

-- Publishes with the options after this index of ARGV and the keys from this index.
local function publish(o, k, channel, body)
  local size, age, meta_age, unpublished_age, version, version_epoch, skip, window = unpack(ARGV, o + 1, o + OPTIONS)
  local kept, skipped, idempotent = size ~= '0', skip == '1', window ~= '0'
  local answer = KEYS[kept and k + 2 or k]

  if idempotent then
    local before = redis.call('HMGET', answer, 'e', 's')
    if before[1] then return {1, before[1], before[2]} end
  end

  local epoch, offset, message = '', '', '\1\1' .. body
  if kept then
    local meta, stream = KEYS[k], KEYS[k + 1]
    local again = appended_options[meta] == o and version == '0' and not skipped
    if again then
      epoch = appended_epoch[meta]
    else
      local known = redis.call('HMGET', meta, 'e', 's', 'r', 'v', 've')
      local top, wrote_last = known[2] or '0', known[3]
      local passing = skipped and version == '0'
      local present = known[1]
      if not present and not passing then
        present = create_epoch()
        begin(meta, present)
        wrote_last = writer()
      end
      if version ~= '0' then
        if known[4] and known[5] == version_epoch and not above(version, known[4]) then return {2, present, top} end
        redis.call('HSET', meta, 'v', version, 've', version_epoch)
      end
      if not skipped then
        epoch = continue(meta, present, top, wrote_last, create_epoch, ARGV[4] == '1')
      elseif present then
        keep(meta, passing and top == '0' and not known[4] and unpublished_age or meta_age)
      end
    end
    if not skipped then
      local number = redis.call('HINCRBY', meta, 's', 1)
      -- Redis checks its memory limit only at the first write of a script, and not for PEXPIRE.
      if not again then keep(meta, meta_age) end
      offset = string.format('%.0f', number)
      if append(stream, offset, size, body) or not again then redis.call('PEXPIRE', stream, age) end
      appended_epoch[meta], appended_options[meta] = epoch, o
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

local results = {}
local k, a = 1, #ARGV - 2 * #layout + 1
for i = 1, #layout do
  current = i
  local options = string.byte(layout, i) - 48
  if options == 0 then
    local sent = redis.pcall(command, ARGV[a], ARGV[a + 1])
    results[i] = type(sent) == 'table' and {-1, sent.err} or 0
  else
    local o = FIXED + OPTIONS * (options - 1)
    local done, result = pcall(publish, o, k, ARGV[a], ARGV[a + 1])
    results[i] = done and result or {-1, type(result) == 'table' and result.err or tostring(result)}
    k = k + (ARGV[o + 1] ~= '0' and 2 or 0) + (ARGV[o + 8] ~= '0' and 1 or 0)
  end
  a = a + 2
end
return results
