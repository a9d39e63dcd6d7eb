-- This instance is there; consumers of others that are gone, and hold nothing, are removed.
-- KEYS: stream, instances
-- ARGV: instance, consumer, milliseconds after which a consumer that holds nothing is removed
local now = redis.call('TIME')
redis.call('ZADD', KEYS[2], now[1] * 1000 + math.floor(now[2] / 1000), ARGV[1])
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], 'g')) do
	local fields = {}
	for index = 1, #consumer, 2 do
		fields[consumer[index]] = consumer[index + 1]
	end
	if fields['name'] ~= ARGV[2] and fields['pending'] == 0 and fields['idle'] > tonumber(ARGV[3]) then
		redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'g', fields['name'])
	end
end
return {}
