-- This instance is there. Consumers of others that are gone, and hold nothing, are removed.
-- Begins with pause.lua and terms.lua.
-- KEYS: stream, meta, instances
-- ARGV: the settings, instance, milliseconds after which an instance is taken for dead,
--       milliseconds after which a consumer that holds nothing is removed, least gap of a pause in milliseconds
-- Returns {'OK', refusal or ''} or {'DIFFERENT', settings of the others, their number}
-- Asked first, for later writes of the same script are not refused for want of memory.
local probe = redis.pcall('HINCRBY', KEYS[2], 'sent', 0)
local refusal = type(probe) == 'table' and probe.err or ''
local time = now()
local running = others(KEYS[3], ARGV[5], time, ARGV[6])
look(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[8]))
local terms = different(KEYS[2])
if terms then
	if running > 0 then
		redis.call('ZREM', KEYS[3], ARGV[5])
		return {'DIFFERENT', terms, running}
	end
	agree(KEYS[2])
end
redis.call('ZADD', KEYS[3], time, ARGV[5])
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], 'g')) do
	local fields = {}
	for index = 1, #consumer, 2 do
		fields[consumer[index]] = consumer[index + 1]
	end
	if fields['name'] ~= ARGV[5] and fields['pending'] == 0 and fields['idle'] > tonumber(ARGV[7]) then
		redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'g', fields['name'])
	end
end
return {'OK', refusal}
