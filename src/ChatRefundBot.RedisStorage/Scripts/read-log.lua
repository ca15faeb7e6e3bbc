-- Reads a piece of a log.
--
-- KEYS  [1] base of the log  [2] list of the log
-- ARGV  [1] 'after' or 'before'  [2] the sequence  [3] how many entries at most
-- Returns {first sequence, last sequence of the log, entries}
local base = tonumber(redis.call('GET', KEYS[1])) or 0
local len = redis.call('LLEN', KEYS[2])
local at, most = tonumber(ARGV[2]) - base, tonumber(ARGV[3])
local from, to
if ARGV[1] == 'after' then
  from = math.max(at, 0)
  to = math.min(from + most, len)
else
  to = math.min(at - 1, len)
  from = math.max(to - most, 0)
end
if from >= to then return {base + 1, base + len, {}} end
return {base + from + 1, base + len, redis.call('LRANGE', KEYS[2], string.format('%.0f', from), string.format('%.0f', to - 1))}
