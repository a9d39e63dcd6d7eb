// Condition of a channel as reported by the endpoint, and details derived from its figures.

import { count, duration, percent, plural, rate } from "./format.js";

export const FINE = 0;
export const HIGH = 1;
export const TROUBLE = 2;
export const SEVERE = 3;

const LEVELS = { FINE, TROUBLE, SEVERE };

const HIGH_FROM = 0.8; // utilization from which the details mark a channel as high
const UNREAD = 10000; // milliseconds without a receive from which buffered values count as unread
const LONG_CALL = 60000; // milliseconds from which a call counts as long

/** Behaviour of each strategy when the channel is full. The picture describes it at the senders ("in") or the receivers ("out"). */
export const STRATEGIES = {
	BLOCK: { label: "block", rule: "when full, senders wait", lost: "failed", verb: "gave up", end: "in" },
	DROP: { label: "drop", rule: "when full, the newest is dropped", lost: "dropped", verb: "newest dropped", end: "in" },
	DROP_OLDEST: { label: "drop oldest", rule: "when full, the oldest is dropped", lost: "dropped", verb: "oldest dropped",
		end: "out" },
	ERROR: { label: "error", rule: "when full, sends are rejected", lost: "rejected", verb: "sends rejected", end: "in" },
};

export function strategy(channel) {
	return STRATEGIES[channel.strategy] ?? { label: String(channel.strategy).toLowerCase(), rule: "", lost: "lost",
		verb: "lost", end: "in" };
}

/** Returns whether the fill level is known. It is unknown while the transport cannot be reached. */
export function isKnown(channel) {
	return channel.size !== null;
}

export function isFull(channel) {
	return channel.capacity > 0 && channel.size >= channel.capacity;
}

/** Returns the milliseconds for which values have been buffered and none has been received; 0 if they are less than UNREAD. */
export function unreadFor(channel, history, now) {
	if (!channel.size) {
		return 0;
	}
	const since = channel.lastReceive ? Date.parse(channel.lastReceive) : history.firstSeen;
	const age = now - Math.max(since, 0);
	return age >= UNREAD ? age : 0;
}

/** Returns the number of values that listeners have discarded. */
export function discarded(channel) {
	return channel.listeners.reduce((sum, listener) => sum + listener.discarded, 0);
}

/** Returns the listeners that are paused or stopped. */
export function resting(channel) {
	return channel.listeners.filter((listener) => listener.state !== "RUNNING");
}

/** Returns the condition reported by the monitor. If the report has no text, the text is "closed" or "ok". */
export function condition({ condition: { severity, text }, closed }) {
	return { level: LEVELS[severity] ?? TROUBLE, text: text ?? (closed ? "closed" : "ok") };
}

/** Describes what happens to senders and values at this moment, for the line below the picture. */
export function consequence(channel, history) {
	const { rule, verb, end } = strategy(channel);
	if (channel.waitingSenders > 0) {
		const lost = history.lostRate >= 0.05 ? `, ${rate(history.lostRate)}/s ${verb}` : "";
		return { text: `${channel.waitingSenders === 1 ? "a sender waits" : "senders wait"} until there is room${lost}`, end: "in",
			kind: "wait" };
	}
	if (history.lostRate >= 0.05) {
		return { text: `${rate(history.lostRate)}/s ${verb}`, end, kind: "loss" };
	}
	return { text: channel.closed ? "closed: accepts no more values" : rule, end, kind: "none" };
}

/** Returns the details of a channel for an operator, as rows of [question, answer, level]. */
export function answers(channel, history, now) {
	const rows = [];
	if (isFull(channel) || channel.fullSince) {
		rows.push(["Full since", ago(Date.parse(channel.fullSince ?? ""), now), SEVERE]);
	}
	else if (!isKnown(channel)) {
		rows.push(["Full?", "Unknown while its transport cannot be reached", SEVERE]);
	}
	else {
		rows.push(["Full?", `No, ${percent(channel.utilization)}: room for ${plural(channel.capacity - channel.size, "value",
			"values")}`, channel.utilization >= HIGH_FROM ? HIGH : FINE]);
	}
	rows.push(["Who receives?", ...readers(channel, history, now)]);
	rows.push(["Lost?", ...losses(channel, history)]);
	const deadLettered = channel.listeners.filter((listener) => listener.deadLettered > 0);
	if (deadLettered.length > 0) {
		rows.push(["Dead letters", deadLettered.map((listener) => `${count(listener.deadLettered)} by ${listener.id}`
			+ because(listener)).join(", "), channel.condition.state === "DEAD_LETTERING" ? TROUBLE : FINE]);
	}
	rows.push(["Who waits?", channel.waitingSenders > 0 ? plural(channel.waitingSenders, "sender for room", "senders for room")
		: "No sender", channel.waitingSenders > 0 ? TROUBLE : FINE]);
	if (channel.oldestAgeMillis !== null && channel.oldestAgeMillis !== undefined) {
		rows.push(["Oldest value", `${duration(channel.oldestAgeMillis)} old`, FINE]);
	}
	return rows;
}

/** Describes the lost values by the cause of their loss. */
function losses(channel, history) {
	const first = history.first;
	const discards = channel.listeners.filter((listener) => listener.discarded > 0);
	const parts = [
		channel.dropped > 0 ? `${plural(channel.dropped, "value", "values")} dropped` : null,
		channel.failedSends > 0 ? `${plural(channel.failedSends, "send", "sends")} failed` : null,
		...discards.map((listener) => `${plural(listener.discarded, "value", "values")} discarded by ${listener.id}`
			+ because(listener))].filter(Boolean);
	if (parts.length === 0) {
		return ["Nothing since the start", FINE];
	}
	const here = channel.dropped + channel.failedSends + discarded(channel) - first.dropped - first.failedSends - discarded(first);
	return [`${parts.join(" and ")} since the start, ${here > 0 ? count(here) : "none"} since this page was opened`,
		channel.condition.state === "DISCARDING" ? SEVERE : history.lostRate >= 0.05 ? TROUBLE : FINE];
}

function because({ lastFailure }) {
	return lastFailure ? ` (${lastFailure.type.slice(lastFailure.type.lastIndexOf(".") + 1)})` : "";
}

function ago(millis, now) {
	if (Number.isNaN(millis)) {
		return "just now";
	}
	return now - millis < 1000 ? "just now" : `${new Date(millis).toLocaleTimeString("en-GB")}, for ${duration(now - millis)}`;
}

function readers(channel, history, now) {
	const idle = resting(channel);
	const last = channel.lastReceive ? now - Date.parse(channel.lastReceive) : null;
	const when = last === null ? "nothing received yet" : last < 1500 ? "received a value just now"
		: `last value received ${duration(last)} ago`;
	if (channel.listeners.length === 0) {
		const waiting = channel.waitingReceivers > 0 ? `, ${plural(channel.waitingReceivers, "receiver waits",
			"receivers wait")}` : "";
		return [`No listener; ${when}${waiting}`, unreadFor(channel, history, now) > 0 ? TROUBLE : FINE];
	}
	const busy = channel.listeners.reduce((sum, listener) => sum + listener.activeThreads, 0);
	const threads = channel.listeners.reduce((sum, listener) => sum + listener.threads, 0);
	if (idle.length > 0) {
		return [`${idle.map((listener) => `${listener.id} is ${listener.state.toLowerCase()}`).join(", ")}; ${when}`, SEVERE];
	}
	const heldUp = channel.listeners.filter((listener) => listener.longestCallMillis >= LONG_CALL);
	if (heldUp.length > 0) {
		return [`${heldUp.map((listener) => `${listener.id} has been in one call for ${duration(listener.longestCallMillis)}`)
			.join(", ")}; ${when}`, SEVERE];
	}
	return [`${channel.listeners.map((listener) => listener.id).join(", ")}: ${busy} of ${threads} busy, ${when}`,
		unreadFor(channel, history, now) > 0 ? SEVERE : FINE];
}
