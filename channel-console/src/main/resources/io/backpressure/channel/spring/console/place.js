// The fragment of the page's address, which names the channel whose details are open.

/** Returns the name of the channel; null if the fragment names none. A fragment that cannot be decoded is returned as it is. */
export function placed() {
	const text = location.hash.slice(1);
	if (text === "" || text === "channels") { // "channels" is set by the link that skips to the channels
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
