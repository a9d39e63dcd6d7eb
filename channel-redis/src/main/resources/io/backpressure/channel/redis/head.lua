-- Return the oldest value that no receiver has taken. Call only if there is one.
local function head()
	local group = redis.call('XINFO', 'GROUPS', KEYS[1])[1]
	local delivered
	for field = 1, #group, 2 do
		if group[field] == 'last-delivered-id' then
			delivered = group[field + 1]
		end
	end
	return redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 1)[1]
end

