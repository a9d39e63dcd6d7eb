// How a channel is: one level and a few words, from what the endpoint says and how long it has said so.

import { count, duration, percent, plural, rate } from "./format.js";

export const FINE = 0;
export const HIGH = 1;
export const TROUBLE = 2;
export const SEVERE = 3;

const HIGH_FROM = 0.8;
const LONG = 5000; // full for so long is no mere burst
const UNREAD = 10000;
const LONG_CALL = 60000;

/** What each strategy does when the channel is full; `end` is where in the picture it happens. One that drops may well be
meant to be full. */
export const STRATEGIES = {
	BLOCK: { label: "block", rule: "when full, senders wait", lost: "failed", verb: "gave up", end: "in" },
	DROP: { label: "drop", rule: "when full, the newest is dropped", lost: "dropped", verb: "newest dropped", end: "in",
		drops: true },
	DROP_OLDEST: { label: "drop oldest", rule: "when full, the oldest is dropped", lost: "dropped", verb: "oldest dropped",
		end: "out", drops: true },
	ERROR: { label: "error", rule: "when full, sends are refused", lost: "refused", verb: "sends refused", end: "in" },
};

export function strategy(channel) {
	return STRATEGIES[channel.strategy] ?? { label: String(channel.strategy).toLowerCase(), rule: "", lost: "lost",
		verb: "lost", end: "in" };
}

/** Whether it is known how full it is: not of a channel whose transport cannot be reached. */
export function isKnown(channel) {
	return channel.size !== null;
}

export function isFull(channel) {
	return channel.capacity > 0 && channel.size >= channel.capacity;
}

/** How long values have been in the buffer without any being taken; 0 if they are taken. */
export function unreadFor(channel, history, now) {
	if (!channel.size) {
		return 0;
	}
	const since = channel.lastReceive ? Date.parse(channel.lastReceive) : history.firstSeen;
	const age = now - Math.max(since, 0);
	return age >= UNREAD ? age : 0;
}

/** How many values listeners have given up. */
export function discarded(channel) {
	return channel.listeners.reduce((sum, listener) => sum + listener.discarded, 0);
}

/** For how long it has been full; 0 if it is not. */
function fullFor(channel, now) {
	return channel.fullSince ? Math.max(0, now - Date.parse(channel.fullSince)) : 0;
}

/** Listeners that do not take anything, by their ids. */
export function resting(channel) {
	return channel.listeners.filter((listener) => listener.state !== "RUNNING");
}

export function assess(channel, history, now) {
	if (channel.status !== "UP") {
		return { level: SEVERE, label: channel.trouble ?? channel.status.toLowerCase().replaceAll("_", " ") };
	}
	if (channel.closed) {
		return channel.size > 0 ? { level: TROUBLE, label: `closed, ${channel.size} left` } : { level: FINE, label: "closed" };
	}
	if (channel.trouble) {
		return { level: channel.condition === "DISCARDING" ? SEVERE : TROUBLE, label: channel.trouble }; // by no limit of its own
	}
	const idle = resting(channel);
	if (idle.length > 0 && idle.length === channel.listeners.length) {
		return { level: channel.size > 0 ? SEVERE : TROUBLE, label: `listener ${idle[0].state.toLowerCase()}` };
	}
	const unread = unreadFor(channel, history, now);
	if (unread > 0 && channel.listeners.length > 0) {
		return { level: SEVERE, label: `not read for ${duration(unread)}` };
	}
	if (isFull(channel)) {
		const since = fullFor(channel, now);
		return { level: since >= LONG && !strategy(channel).drops ? SEVERE : TROUBLE,
			label: since >= LONG ? `full for ${duration(since)}` : "full" };
	}
	if (history.lostRate >= 0.05) {
		return { level: TROUBLE, label: channel.rates.dropped > 0 ? "dropping" : strategy(channel).lost };
	}
	if (channel.waitingSenders > 0) {
		return { level: TROUBLE, label: "senders wait" };
	}
	return channel.utilization >= HIGH_FROM ? { level: HIGH, label: "high" } : { level: FINE, label: "ok" };
}

/** What happens to senders and values right now, for the line below the picture. */
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
	return { text: channel.closed ? "closed: takes no more" : rule, end, kind: "none" };
}

/** The questions of somebody who was woken up, answered: [question, answer, level]. */
export function answers(channel, history, now) {
	const rows = [];
	if (isFull(channel) || channel.fullSince) {
		rows.push(["Full since", ago(Date.parse(channel.fullSince ?? ""), now), SEVERE]);
	}
	else if (!isKnown(channel)) {
		rows.push(["Full?", "Not known while its transport cannot be reached", SEVERE]);
	}
	else {
		rows.push(["Full?", `No, ${percent(channel.utilization)}: room for ${plural(channel.capacity - channel.size, "value",
			"values")}`, channel.utilization >= HIGH_FROM ? HIGH : FINE]);
	}
	rows.push(["Who reads?", ...readers(channel, history, now)]);
	rows.push(["Lost?", ...losses(channel, history)]);
	const deadLettered = channel.listeners.filter((listener) => listener.deadLettered > 0);
	if (deadLettered.length > 0) {
		rows.push(["Dead letters", deadLettered.map((listener) => `${count(listener.deadLettered)} by ${listener.id}`
			+ because(listener)).join(", "), channel.condition === "DEAD_LETTERING" ? TROUBLE : FINE]);
	}
	rows.push(["Who waits?", channel.waitingSenders > 0 ? plural(channel.waitingSenders, "sender for room", "senders for room")
		: "No sender", channel.waitingSenders > 0 ? TROUBLE : FINE]);
	if (channel.oldestAgeMillis !== null && channel.oldestAgeMillis !== undefined) {
		rows.push(["Oldest value", `${duration(channel.oldestAgeMillis)} old`, FINE]);
	}
	return rows;
}

/** What is lost for good: told apart by who lost it. */
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
	return [`${parts.join(" and ")} since the start, ${here > 0 ? count(here) : "none"} while you look`,
		channel.condition === "DISCARDING" ? SEVERE : history.lostRate >= 0.05 ? TROUBLE : FINE];
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
	const when = last === null ? "nothing taken yet" : last < 1500 ? "took a value just now"
		: `last value taken ${duration(last)} ago`;
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
