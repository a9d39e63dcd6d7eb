// Formats of numbers and times.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Formats a number; null means unknown. */
export function count(value) {
	if (value === null) {
		return "?";
	}
	return value < 1e6 ? whole.format(value) : compact.format(value);
}

/** Formats a rate per second. A rate below ten has one decimal, and a rate below 0.05 is shown as 0. */
export function rate(value) {
	if (!(value >= 0.05)) {
		return "0";
	}
	return value < 10 ? tenth.format(value) : count(value);
}

export function percent(part) {
	return part === null ? "?" : `${whole.format(Math.floor(part * 100))}%`;
}

export function duration(millis) {
	if (millis < 1) {
		return "under 1 ms";
	}
	if (millis < 1000) {
		return `${whole.format(millis)} ms`;
	}
	const seconds = Math.floor(millis / 1000);
	if (seconds < 60) {
		return `${seconds} s`;
	}
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) {
		return `${minutes}m ${seconds % 60}s`;
	}
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)} days`;
}

export function time(millis) {
	return clock.format(new Date(millis));
}

export function plural(number, one, many) {
	return `${count(number)} ${number === 1 ? one : many}`;
}
