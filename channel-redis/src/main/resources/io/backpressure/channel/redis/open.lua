-- Create the channel, or join it.
-- Begins with pause.lua and terms.lua.
-- KEYS: stream, meta, instances
-- ARGV: the settings, instance, milliseconds after which an instance is presumed dead
-- Returns {'OK', closed} or {'DIFFERENT', settings of the other instances, number of other instances}
local time = now()
local running = others(KEYS[3], ARGV[5], time, ARGV[6])
local terms = different(KEYS[2])
if running > 0 and terms then
	return {'DIFFERENT', terms, running}
end
-- Only the first instance creates the group. If the group is missing while other instances run, data was lost, and
-- XINFO fails.
if running == 0 then
	local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], 'g', '0', 'MKSTREAM')
	if made.err and not string.find(made.err, 'BUSYGROUP') then
		return made
	end
end
-- Fail now if the permission for one of these commands is missing. The added entry is deleted in the same step, so no
-- receiver gets it.
redis.call('XINFO', 'CONSUMERS', KEYS[1], 'g')
redis.call('XDEL', KEYS[1], redis.call('XADD', KEYS[1], '*', 'v', ''))
local closed = redis.call('HEXISTS', KEYS[2], 'closed') == 1
if closed and running == 0 and redis.call('XLEN', KEYS[1]) == 0 then
	redis.call('HDEL', KEYS[2], 'closed')
	closed = false
end
agree(KEYS[2])
redis.call('ZADD', KEYS[3], time, ARGV[5])
return {'OK', closed and 1 or 0}
