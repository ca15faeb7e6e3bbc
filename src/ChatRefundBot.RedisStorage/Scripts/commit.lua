-- Commits units, one after the other: of each it checks everything, then writes everything, then reads. Units know nothing of one another.
--
-- Of each unit, those of all units behind one another:
-- KEYS  documents changed | base of each log | documents read | list of each log | ids |
--       index of each change | index of each claim | index of each settlement | counters
-- ARGV  [1] small numbers, one byte each; when one of them is above 254 as decimals instead, after a byte 255:
--           counts: documents, logs, reads, ids, cuts, groups of appends, index changes, claims, settlements, counters, log reads, wakes, ARGV in all
--           action of each document (0 expect, 1 put, 2 delete) | log of each cut | log and number of entries of each group |
--           log of each settlement | log of each log read
--       then  expected version of each document | value of each put | last sequence to go of each cut | entries of each group |
--             score (empty: remove) and member of each index change | lease in ms and member of each claim and settlement |
--             sequence and at most how many of each log read | channel of each wake
-- Returns of each unit, those of all units in one list
--       1, last sequence per group, 1 or 0 per claim, entries left per settlement, value per counter, value per document read,
--          per log read: first sequence, last sequence of the log, count, entries
--       or 2, n: id n was seen before         or 0, n, version: document n has this version, 0 when absent
--       or 3: the server refused it; neither it nor any unit behind it was run. An error of the first unit is the error of the call.
--
-- A document is one string "version\nbody". A log is a list, and a base: how many entries have left its front, kept only when not 0.
-- A script that stops midway keeps what it wrote. So nothing is written before all checks have passed, and a server that is out of
-- memory, read only or without replicas refuses the first write. An error later would need a key of a type that is not ours.
--
-- What costs here: each command, a write twice, for it also goes to the append-only file one by one; and each byte that Lua is given,
-- for it hashes them all. So a version is read without its body, and what can share an MGET or an MSET does.
local ID_SECONDS = '604800' -- IStore.IdMemory
local call, match, format, K, A = redis.call, string.match, string.format, KEYS, ARGV
local out, o = {}, 0
local key0, arg0 = 0, 0 -- How many KEYS and ARGV belong to the units before.

local function commit()
  local c
  if string.byte(A[arg0 + 1]) == 255 then
    c = {}
    for number in string.gmatch(A[arg0 + 1], '%d+') do c[#c + 1] = tonumber(number) end
  else
    c = {string.byte(A[arg0 + 1], 1, -1)}
  end
  local docs, logs, reads, ids = c[1], c[2], c[3], c[4]
  local firstDoc, version = key0, arg0 + 1
  local firstBase = firstDoc + docs
  local firstRead = firstBase + logs
  local firstList = firstRead + reads
  local firstId = firstList + logs
  local k = firstId + ids
  local n, a = 14 + docs, version + docs + 1
  key0 = k + c[7] + c[8] + c[9] + c[10]
  arg0 = arg0 + c[13]

  -- Checks. A single id with nothing else to check is checked by the write that remembers it.
  if ids == 1 and docs == 0 then
    if not call('SET', K[firstId + 1], '', 'NX', 'EX', ID_SECONDS) then
      out[o + 1], out[o + 2], o = 2, 1, o + 2
      return
    end
    ids = 0
  end
  for i = 1, ids do
    if call('EXISTS', K[firstId + i]) == 1 then
      out[o + 1], out[o + 2], o = 2, i, o + 2
      return
    end
  end
  for i = 1, docs do
    local actual = match(call('GETRANGE', K[firstDoc + i], '0', '20'), '^%d+') or '0'
    if actual ~= A[version + i] then
      out[o + 1], out[o + 2], out[o + 3], o = 0, i, tonumber(actual), o + 3
      return
    end
  end

  -- Bases; with them the documents to read, unless this unit may change them. Lua passes only so many arguments in one call.
  local head, heads = nil, docs == 0 and firstList or firstRead
  if heads > firstBase + 1000 then
    head = {}
    for i = firstBase + 1, heads do head[i - firstBase] = call('GET', K[i]) end
  elseif heads > firstBase then
    head = call('MGET', unpack(K, firstBase + 1, heads))
  end
  local base, length = head, {}
  for i = 1, logs do base[i] = tonumber(base[i]) or 0 end

  -- Writes.
  local set, s
  for i = 1, docs do
    local action = c[13 + i]
    if action == 1 then
      if not set then set, s = {}, 0 end
      set[s + 1], set[s + 2] = K[firstDoc + i], A[a]
      s, a = s + 2, a + 1
    elseif action == 2 then
      call('DEL', K[firstDoc + i])
    end
  end
  for _ = 1, c[5] do
    local log, list = c[n], K[firstList + c[n]]
    local len = length[log] or call('LLEN', list)
    local cut = tonumber(A[a]) - base[log]
    n, a = n + 1, a + 1
    if cut > len then cut = len end
    if cut > 0 then
      if cut == len then
        call('DEL', list)
      else
        call('LTRIM', list, format('%.0f', cut), '-1')
      end
      len = len - cut
      base[log] = base[log] + cut
      if not set then set, s = {}, 0 end
      set[s + 1], set[s + 2] = K[firstBase + log], format('%.0f', base[log])
      s = s + 2
    end
    length[log] = len
  end
  if set then
    for from = 1, s, 1000 do call('MSET', unpack(set, from, math.min(from + 999, s))) end
  end

  o = o + 1
  out[o] = 1
  local own -- Where the entries are of a log that has no others, so that they need not be read back.
  for _ = 1, c[6] do
    local log, count = c[n], c[n + 1]
    n = n + 2
    local list, len = K[firstList + log], 0
    if count == 1 then
      len = call('RPUSH', list, A[a])
    else
      for from = a, a + count - 1, 1000 do
        len = call('RPUSH', list, unpack(A, from, math.min(from + 999, a + count - 1)))
      end
    end
    if c[11] > 0 and len == count then
      own = own or {}
      own[log] = a
    end
    a = a + count
    length[log] = len
    o = o + 1
    out[o] = base[log] + len
  end
  for i = 1, ids do call('SET', K[firstId + i], '', 'EX', ID_SECONDS) end

  for _ = 1, c[7] do
    k = k + 1
    if A[a] == '' then
      call('ZREM', K[k], A[a + 1])
    else
      call('ZADD', K[k], A[a], A[a + 1])
    end
    a = a + 2
  end

  for _ = 1, c[8] do
    k = k + 1
    local time = call('TIME')
    local at = time[1] * 1000 + math.floor(time[2] / 1000)
    local score, member = format('%.0f', at + A[a]), A[a + 1]
    local taken = call('ZADD', K[k], 'NX', score, member)
    if taken == 0 and tonumber(call('ZSCORE', K[k], member)) < at then
      call('ZADD', K[k], score, member)
      taken = 1
    end
    a, o = a + 2, o + 1
    out[o] = taken
  end
  for _ = 1, c[9] do
    k = k + 1
    local left = length[c[n]] or call('LLEN', K[firstList + c[n]])
    if left == 0 then
      call('ZREM', K[k], A[a + 1])
    else
      local time = call('TIME')
      call('ZADD', K[k], format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + A[a]), A[a + 1])
    end
    n, a, o = n + 1, a + 2, o + 1
    out[o] = left
  end
  for _ = 1, c[10] do
    k, o = k + 1, o + 1
    out[o] = call('INCR', K[k])
  end

  -- Reads.
  for i = 1, reads do
    if docs == 0 then
      out[o + i] = head[logs + i]
    else
      out[o + i] = call('GET', K[firstRead + i])
    end
  end
  o = o + reads
  for _ = 1, c[11] do
    local log, skip, most = c[n], tonumber(A[a]), tonumber(A[a + 1])
    n, a = n + 1, a + 2
    local list = K[firstList + log]
    local len = length[log] or call('LLEN', list)
    skip = math.max(skip - base[log], 0)
    local count = math.max(math.min(most, len - skip), 0)
    out[o + 1], out[o + 2], out[o + 3] = base[log] + skip + 1, base[log] + len, count
    o = o + 3
    if count > 0 then
      if own and own[log] then
        for i = 0, count - 1 do out[o + 1 + i] = A[own[log] + skip + i] end
      else
        local entries = call('LRANGE', list, format('%.0f', skip), format('%.0f', skip + count - 1))
        for i = 1, count do out[o + i] = entries[i] end
      end
      o = o + count
    end
  end
  for _ = 1, c[12] do
    call('PUBLISH', A[a], '')
    a = a + 1
  end
end

-- The error of the first one is the server's own, in its own words.
commit()
while arg0 < #A do
  local before = o
  if not pcall(commit) then
    for i = before + 1, #out do out[i] = nil end
    out[before + 1] = 3
    break
  end
end
return out
