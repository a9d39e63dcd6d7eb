// The channel that the address of the page names, after its #.

/** The name, or what somebody has made of it; null if there is none. */
export function placed() {
	const text = location.hash.slice(1);
	if (text === "" || text === "channels") { // as the link that skips to the channels has it
		return null;
	}
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}

export function place(name) {
	history.replaceState(null, "", `#${encodeURIComponent(name)}`);
}

export function unplace() {
	history.replaceState(null, "", location.pathname + location.search);
}
