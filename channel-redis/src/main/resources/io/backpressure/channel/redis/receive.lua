-- Take values. If requested, first claim values that were delivered, but neither acknowledged nor renewed for the
-- visibility timeout. If there are none, take the oldest values in the buffer.
-- Begins with pause.lua.
-- KEYS: stream, meta, instances
-- ARGV: capacity, largest number of values, consumer, 'ack' to acknowledge in this step,
--       visibility timeout if values may be claimed, otherwise 0, topic of events, idle milliseconds of a released value,
--       longest interval between two checks without a pause, in milliseconds
-- Returns {remaining size, number of claimed values, id, value, deliveries, id, value, deliveries ...}
local acknowledge = ARGV[4] == 'ack'
local claimed = {}
if ARGV[5] ~= '0' then
	-- One XAUTOCLAIM scans only ten entries per requested entry. Repeat it, or older values that are still being processed
	-- would hide later values.
	local cursor = '0-0'
	local idle = ARGV[5]
	-- After the first write of a script, Redis rejects none of its later writes for lack of memory. So begin with a write
	-- that needs no memory.
	redis.call('HDEL', KEYS[2], 'opened')
	local visibility = redis.call('HGET', KEYS[2], 'visibility') or idle
	if not check_pause(KEYS[2], tonumber(ARGV[5]), tonumber(ARGV[8])) or visibility ~= idle then
		idle = ARGV[7] -- only released values
	end
	repeat
		local found = redis.call('XAUTOCLAIM', KEYS[1], 'g', ARGV[3], idle, cursor, 'COUNT', ARGV[2])
		cursor = found[1]
		for _, entry in ipairs(found[2]) do
			if entry and entry[2] then
				claimed[#claimed + 1] = entry
			end
		end
	until #claimed > 0 or cursor == '0-0'
end
local size = redis.call('XLEN', KEYS[1]) - redis.call('XPENDING', KEYS[1], 'g')[1]
local entries = claimed
if #claimed == 0 and size > 0 then
	local read
	if acknowledge then
		read = redis.call('XREADGROUP', 'GROUP', 'g', ARGV[3], 'COUNT', ARGV[2], 'NOACK', 'STREAMS', KEYS[1], '>')
	else
		read = redis.call('XREADGROUP', 'GROUP', 'g', ARGV[3], 'COUNT', ARGV[2], 'STREAMS', KEYS[1], '>')
	end
	entries = read[1][2]
	redis.call('HINCRBY', KEYS[2], 'received', #entries)
	if size >= tonumber(ARGV[1]) then
		redis.call('PUBLISH', ARGV[6], 'room')
	end
	size = size - #entries
	-- Let the instances that wait for the end of a closed channel check whether it is drained.
	if size == 0 and redis.call('HEXISTS', KEYS[2], 'closed') == 1 then
		redis.call('PUBLISH', ARGV[6], 'closed')
	end
end
local result = {size, #claimed}
for _, entry in ipairs(entries) do
	local deliveries = 1
	if #claimed > 0 then
		deliveries = redis.call('XPENDING', KEYS[1], 'g', entry[1], entry[1], 1)[1][4]
	end
	if acknowledge then
		if #claimed > 0 then
			redis.call('XACK', KEYS[1], 'g', entry[1])
		end
		redis.call('XDEL', KEYS[1], entry[1])
	end
	result[#result + 1] = entry[1]
	result[#result + 1] = entry[2][2]
	result[#result + 1] = deliveries
end
return result
