-- Take values: such as others have left unacknowledged for too long, if asked to, or heads.
-- KEYS: stream, meta
-- ARGV: capacity, most values, consumer, 'ack' to acknowledge in this step,
--       least idle milliseconds of what is claimed or 0 for no claim, topic of events
-- Returns {size, claimed, id, value, deliveries, id, value, deliveries ...}
local acknowledge = ARGV[4] == 'ack'
local claimed = {}
if ARGV[5] ~= '0' then
	-- One call looks at ten entries for each that it is to find: older ones that are still
	-- worked on would hide what comes after them.
	local cursor = '0-0'
	repeat
		local found = redis.call('XAUTOCLAIM', KEYS[1], 'g', ARGV[3], ARGV[5], cursor, 'COUNT', ARGV[2])
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
