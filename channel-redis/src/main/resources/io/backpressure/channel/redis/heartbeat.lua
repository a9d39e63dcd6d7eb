-- Record that this instance is alive, and remove idle consumers without pending values.
-- Begins with pause.lua and terms.lua.
-- KEYS: stream, meta, instances
-- ARGV: the settings, instance, milliseconds after which an instance is presumed dead,
--       milliseconds after which an idle consumer is removed, longest interval between checks without a pause, in ms
-- Returns {'OK', error of a write or ''} or {'DIFFERENT', settings of the other instances, number of other instances}
-- Begin with a write that needs memory, to detect a lack of it: Redis would not reject such a write later in the script.
local probe = redis.pcall('HINCRBY', KEYS[2], 'sent', 0)
local rejection = type(probe) == 'table' and probe.err or ''
local time = now()
local running = others(KEYS[3], ARGV[5], time, ARGV[6])
check_pause(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[8]))
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
return {'OK', rejection}
