// Picture of a channel: its senders, its fill level, and its receivers.

import { attribute, el, text } from "./dom.js";
import { consequence, FINE, HIGH, isFull, isKnown } from "./condition.js";
import { count, percent } from "./format.js";

const PEOPLE = 5;
const THREADS = 6;
const SLOTS_SHOWN_TO = 40; // largest capacity for which the bar shows a slot for each value

/** Bar that shows the fill level. A row of the table has only this part of the picture. */
export class Tank {

	constructor(className = "tank") {
		this.fill = el("div", "fill");
		this.size = el("b");
		this.capacity = el("span");
		this.element = el("div", className, this.fill, el("div", "slots"), el("div", "level", this.size, this.capacity));
		this.element.setAttribute("role", "meter");
		this.element.setAttribute("aria-valuemin", "0");
	}

	update(channel) {
		const part = Math.max(0, Math.min(1, channel.utilization || 0));
		if (this.part !== part) {
			this.part = part;
			this.fill.style.transform = `translateX(${(part - 1) * 100}%)`;
		}
		const full = isFull(channel);
		attribute(this.element, "data-fill", full ? "full" : part >= 0.8 ? "high" : part === 0 ? "empty" : "some");
		attribute(this.element, "aria-valuemax", channel.capacity);
		attribute(this.element, "aria-valuenow", channel.size);
		attribute(this.element, "aria-label", `${channel.name}: buffer`);
		attribute(this.element, "aria-valuetext", isKnown(channel)
			? `${channel.size} of ${channel.capacity}, ${full ? "full" : percent(part)}` : "unknown");
		text(this.size, count(channel.size));
		text(this.capacity, ` / ${count(channel.capacity)}`);
		if (this.slots !== channel.capacity) {
			this.slots = channel.capacity;
			this.element.classList.toggle("slotted", channel.capacity > 1 && channel.capacity <= SLOTS_SHOWN_TO);
			this.element.style.setProperty("--slot", `${100 / channel.capacity}%`);
		}
	}

	/** Suppresses the animation of the next update. */
	still() {
		this.element.classList.add("still");
		requestAnimationFrame(() => requestAnimationFrame(() => this.element.classList.remove("still")));
	}

}

/** Senders, tank and listeners, with a line below that describes what happens to senders and values. */
export class Flow {

	constructor() {
		this.tank = new Tank();
		this.people = Array.from({ length: PEOPLE }, () => el("i"));
		this.threads = Array.from({ length: THREADS }, () => el("i"));
		this.inPipe = el("div", "pipe", el("i"));
		this.outPipe = el("div", "pipe", el("i"));
		this.senders = el("div", "says");
		this.readers = el("div", "says");
		this.says = el("p", "consequence");
		const people = el("div", "people", ...this.people);
		const threads = el("div", "threads", ...this.threads);
		people.setAttribute("aria-hidden", "true");
		threads.setAttribute("aria-hidden", "true");
		this.element = el("div", "flow", el("div", "side in", people, this.inPipe, this.senders), this.tank.element,
			el("div", "side out", threads, this.outPipe, this.readers), this.says);
	}

	update(channel, history) {
		this.tank.update(channel);
		this.#updateSenders(channel, history);
		this.#updateReaders(channel, history);
		const { text: words, end, kind } = consequence(channel, history);
		text(this.says, words);
		attribute(this.says, "data-end", end);
		attribute(this.says, "data-kind", kind);
	}

	#updateSenders(channel, history) {
		const waiting = channel.waitingSenders;
		this.people.forEach((person, index) => attribute(person, "class", index < waiting ? "on" : ""));
		attribute(this.inPipe, "data-speed", channel.closed ? 0 : waiting > 0 ? "stuck" : speed(history.rates.sent));
		text(this.senders, waiting > 0 ? `${count(waiting)} waiting` : "senders");
		attribute(this.senders, "data-on", waiting > 0 ? "" : null);
	}

	#updateReaders(channel, history) {
		const listeners = channel.listeners;
		const threads = listeners.reduce((sum, listener) => sum + listener.threads, 0);
		const busy = listeners.reduce((sum, listener) => sum + listener.activeThreads, 0);
		const idle = listeners.length > 0 && listeners.every((listener) => listener.state !== "RUNNING");
		const shown = listeners.length > 0 ? threads : channel.waitingReceivers;
		this.threads.forEach((thread, index) => attribute(thread, "class", index >= Math.max(shown, idle ? 1 : 0) ? ""
			: idle ? "rests" : index < busy ? "busy" : "on"));
		attribute(this.outPipe, "data-speed", speed(history.rates.received));
		let words = `${count(busy)}/${count(threads)} busy`;
		if (idle) {
			words = listeners[0].state.toLowerCase();
		}
		else if (listeners.length === 0) {
			words = channel.waitingReceivers > 0 ? `${count(channel.waitingReceivers)} waiting` : "no listener";
		}
		text(this.readers, words);
		attribute(this.readers, "data-on", idle ? "" : null);
		attribute(this.readers, "title", listeners.map((listener) => listener.id).join(", ") || null);
	}

}

function speed(perSecond) {
	return perSecond < 0.05 ? 0 : perSecond < 5 ? 1 : perSecond < 50 ? 2 : 3;
}

/** Condition of a channel in words. cards.css adds a separate sign for each level. */
export class Pill {

	constructor() {
		this.element = el("span", "pill");
	}

	update(condition) {
		text(this.element, condition.text);
		attribute(this.element, "title", condition.level > FINE ? condition.text : null);
		attribute(this.element, "data-level", condition.level);
		attribute(this.element, "class", condition.level > HIGH ? "pill strong" : condition.level > FINE ? "pill" : "pill calm");
	}

}
