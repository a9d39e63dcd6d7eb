// Totals of all channels: in the figures above the channels, in the title of the page, and for screen readers.

import { SEVERE, TROUBLE } from "./condition.js";
import { attribute, text } from "./dom.js";
import { count, plural, rate } from "./format.js";

const $ = (id) => document.getElementById(id);

export function summarize(entries, now) {
	const all = [...entries.values()];
	const sum = (value) => all.reduce((total, entry) => total + value(entry), 0);
	const trouble = all.filter((entry) => entry.condition.level >= TROUBLE).length;
	const severe = all.filter((entry) => entry.condition.level >= SEVERE).length;
	const lostRate = sum((entry) => entry.history.lostRate + entry.history.discardRate);
	const waiting = sum((entry) => entry.channel.waitingSenders);
	text($("sum-channels"), count(all.length));
	text($("sum-trouble"), count(trouble));
	text($("sum-buffered"), count(sum((entry) => entry.channel.size)));
	text($("sum-waiting"), count(waiting));
	text($("sum-sent"), rate(sum((entry) => entry.history.rates.sent)));
	text($("sum-lost"), rate(lostRate));
	attribute($("sum-trouble"), "data-level", severe > 0 ? SEVERE : trouble > 0 ? TROUBLE : 0);
	attribute($("sum-waiting"), "data-level", waiting > 0 ? TROUBLE : 0);
	attribute($("sum-lost"), "data-level", lostRate >= 0.05 ? TROUBLE : 0);
	document.title = trouble > 0 ? `(${trouble}) Backpressure` : "Backpressure";
	announce(all, now);
}

let announced = new Set();
let announcedAt = 0;

/** Announces to screen readers, at most once in ten seconds, the channels whose condition has become severe. */
function announce(all, now) {
	if (now - announcedAt < 10000) {
		return;
	}
	const severe = all.filter((entry) => entry.condition.level >= SEVERE);
	const fresh = severe.filter((entry) => !announced.has(entry.channel.name));
	if (fresh.length > 0) {
		announcedAt = now;
		text($("news"), fresh.length > 3 ? plural(fresh.length, "more channel is in trouble", "more channels are in trouble")
			: fresh.map((entry) => `${entry.channel.name}: ${entry.condition.text}`).join(". "));
	}
	announced = new Set(severe.map((entry) => entry.channel.name));
}
