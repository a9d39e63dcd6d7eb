// Channel named by the fragment of the page's address.

/** Returns the name, or the fragment as it is if it cannot be decoded; null if no channel is named. */
export function placed() {
	const text = location.hash.slice(1);
	if (text === "" || text === "channels") { // set by the link that skips to the channels
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
