-- Commits one unit: checks everything, then writes everything, then reads.
--
-- KEYS  documents changed | base of each log | documents read | list of each log | ids |
--       index of each change | index of each claim | index of each settlement | counters
-- ARGV  [1] numbers as a MessagePack array (one argument, because each argument costs as much as a small command):
--           counts: documents, logs, reads, ids, cuts, groups of appends, index changes, claims, settlements, counters, log reads, wakes
--           document: expected version, action (0 expect, 1 put, 2 delete)    cut: log, through
--           group: log, entries    index change: score or false to remove     claim: lease in ms
--           settlement: log, lease in ms                                      log read: log, after, at most
--       then  value of each put | entries of each group | member of each index change, claim, settlement | channel of each wake
-- Returns {1, last sequence per group, 1 or 0 per claim, entries left per settlement, value per counter, value per document read,
--          per log read: first sequence, last sequence of the log, count, entries}
--       or {2, n}: id n was seen before          or {0, n, version}: document n has this version, 0 when absent
--
-- A document is one string "version\nbody". A log is a list, and a base: how many entries have left its front, kept only when not 0.
-- A script that stops midway keeps what it wrote. So nothing is written before all checks have passed, and a server that is out of
-- memory, read only or without replicas refuses the first write. An error later would need a key of a type that is not ours.
local ID_SECONDS = '604800' -- IStore.IdMemory
local call, format, K, A = redis.call, string.format, KEYS, ARGV
local c = cmsgpack.unpack(A[1])
local docs, logs, reads, ids = c[1], c[2], c[3], c[4]
local firstRead = docs + logs
local firstList = firstRead + reads
local firstId = firstList + logs
local k = firstId + ids
local n, a = 13, 2

-- Lua passes only so many arguments in one call.
local function get(from, to)
  if to - from < 1000 then return call('MGET', unpack(K, from, to)) end
  local all = {}
  for i = from, to do all[i - from + 1] = call('GET', K[i]) end
  return all
end

-- Checks. A single id with nothing else to check is checked by the write that remembers it.
if ids == 1 and docs == 0 then
  if not call('SET', K[firstId + 1], '', 'NX', 'EX', ID_SECONDS) then return {2, 1} end
  ids = 0
end
for i = 1, ids do
  if call('EXISTS', K[firstId + i]) == 1 then return {2, i} end
end
local head, heads = nil, firstRead
if docs == 0 then heads = firstList end
if heads > 0 then head = get(1, heads) end
for i = 1, docs do
  local value = head[i]
  local actual = value and tonumber(string.match(value, '^%d+')) or 0
  if actual ~= c[n] then return {0, i, actual} end
  n = n + 2
end

-- Writes.
for i = 1, docs do
  local action = c[12 + 2 * i]
  if action == 1 then
    call('SET', K[i], A[a])
    a = a + 1
  elseif action == 2 then
    call('DEL', K[i])
  end
end

local base, length = {}, {}
for i = 1, logs do base[i] = tonumber(head[docs + i]) or 0 end

for _ = 1, c[5] do
  local log, through = c[n], c[n + 1]
  n = n + 2
  local len = length[log] or call('LLEN', K[firstList + log])
  local cut = through - base[log]
  if cut > len then cut = len end
  if cut > 0 then
    if cut == len then
      call('DEL', K[firstList + log])
    else
      call('LTRIM', K[firstList + log], cut, -1)
    end
    len = len - cut
    base[log] = base[log] + cut
    call('SET', K[docs + log], format('%.0f', base[log]))
  end
  length[log] = len
end

local out, o = {1}, 1
local own, ownCount = {}, {}
for _ = 1, c[6] do
  local log, count = c[n], c[n + 1]
  n = n + 2
  local list, len = K[firstList + log], 0
  own[log], ownCount[log] = a, count
  for from = a, a + count - 1, 1000 do
    len = call('RPUSH', list, unpack(A, from, math.min(from + 999, a + count - 1)))
  end
  a = a + count
  length[log] = len
  o = o + 1
  out[o] = base[log] + len
end
for i = 1, ids do call('SET', K[firstId + i], '', 'EX', ID_SECONDS) end

for _ = 1, c[7] do
  k = k + 1
  if c[n] then
    call('ZADD', K[k], format('%.0f', c[n]), A[a])
  else
    call('ZREM', K[k], A[a])
  end
  n, a = n + 1, a + 1
end

local now
if c[8] + c[9] > 0 then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
for _ = 1, c[8] do
  k = k + 1
  local score = format('%.0f', now + c[n])
  local taken = call('ZADD', K[k], 'NX', score, A[a])
  if taken == 0 and tonumber(call('ZSCORE', K[k], A[a])) < now then
    call('ZADD', K[k], score, A[a])
    taken = 1
  end
  n, a, o = n + 1, a + 1, o + 1
  out[o] = taken
end
for _ = 1, c[9] do
  k = k + 1
  local log = c[n]
  local left = length[log] or call('LLEN', K[firstList + log])
  if left == 0 then
    call('ZREM', K[k], A[a])
  else
    call('ZADD', K[k], format('%.0f', now + c[n + 1]), A[a])
  end
  n, a, o = n + 2, a + 1, o + 1
  out[o] = left
end
for _ = 1, c[10] do
  k, o = k + 1, o + 1
  out[o] = call('INCR', K[k])
end

-- Reads. With changed documents in the unit they are read again, for they may be the same.
if reads > 0 then
  local found, offset = head, firstRead
  if docs > 0 then found, offset = get(firstRead + 1, firstRead + reads), 0 end
  for i = 1, reads do out[o + i] = found[offset + i] end
  o = o + reads
end
for _ = 1, c[11] do
  local log, skip, most = c[n], c[n + 1], c[n + 2]
  n = n + 3
  local list = K[firstList + log]
  local len = length[log] or call('LLEN', list)
  skip = math.max(skip - base[log], 0)
  local count = math.max(math.min(most, len - skip), 0)
  out[o + 1], out[o + 2], out[o + 3] = base[log] + skip + 1, base[log] + len, count
  o = o + 3
  if count > 0 then
    if ownCount[log] == len then
      for i = 0, count - 1 do out[o + 1 + i] = A[own[log] + skip + i] end
    else
      local entries = call('LRANGE', list, skip, skip + count - 1)
      for i = 1, count do out[o + i] = entries[i] end
    end
    o = o + count
  end
end
for _ = 1, c[12] do
  call('PUBLISH', A[a], '')
  a = a + 1
end
return out
