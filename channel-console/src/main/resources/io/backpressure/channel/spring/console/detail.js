// Details of one channel: condition, charts, listeners, commands, events and settings.

import { arrange, attribute, button, el, text } from "./dom.js";
import { answers, strategy } from "./condition.js";
import { Chart, Legend, ratesNow } from "./chart.js";
import { Flow, Pill } from "./tank.js";
import { command } from "./commands.js";
import { count, duration, percent, plural, time } from "./format.js";

const EVENTS = { OPENED: "opened", CLOSED: "closed", DROPPED: "dropped", BLOCKED: "senders waited", FAILED: "sends failed",
	HIGH_WATERMARK: "above the high watermark", LOW_WATERMARK: "below the low watermark", SATURATED: "saturated", STALLED: "stalled",
	UNREACHABLE: "unreachable", RECOVERED: "recovered", PAUSED: "paused", RESUMED: "resumed", PURGED: "purged", RESIZED: "resized",
	LISTENER_FAILED: "listener failed", LISTENER_HELD_UP: "listener held up" };

const SOURCES = { CHANNEL: "of this channel", DEFAULTS: "from the defaults", BUILT_IN: "built in",
	CUSTOMIZER: "by a customizer or a resize", CODE: "in code" };

export class Detail {

	constructor(element, api, onOpen, onClose, onChanged) {
		this.element = element;
		this.api = api;
		this.onOpen = onOpen;
		this.onClose = onClose;
		this.onChanged = onChanged;
		this.name = null;
		element.addEventListener("keydown", (event) => {
			if (event.key === "Escape") {
				this.close();
			}
		});
	}

	open(name) {
		if (this.name === name) {
			return;
		}
		this.#clear();
		this.name = name;
		this.#build(name);
		this.element.hidden = false;
		document.body.classList.add("with-detail");
		this.element.scrollTop = 0;
		this.heading.focus({ preventScroll: true });
		this.api.askWhetherWritable(name).then(() => this.#allow());
	}

	close() {
		if (this.name !== null) {
			this.#clear();
			this.element.hidden = true;
			document.body.classList.remove("with-detail");
			this.onClose();
		}
	}

	#clear() {
		this.charts?.forEach((chart) => chart.destroy());
		this.charts = null;
		this.entry = null;
		this.name = null;
		this.detail = null;
		this.lastEvents = null;
		this.lastSettings = null;
		this.lastNeighbours = null;
		this.element.replaceChildren();
	}

	#build(name) {
		this.heading = el("h2", "", name);
		this.heading.id = "detail-name";
		this.heading.tabIndex = -1;
		this.badge = el("span", "badge");
		this.pill = new Pill();
		const close = button("Close", "plain", () => this.close());
		close.setAttribute("aria-keyshortcuts", "Escape");
		this.type = el("p", "type", "\u00a0");
		this.flow = new Flow();
		this.answers = el("dl", "answers");
		this.legend = new Legend();
		this.moment = el("span", "moment");
		const rates = new Chart("rates", 170, (values, at) => this.#point(values, at));
		const fill = new Chart("fill", 100, null);
		this.charts = [rates, fill];
		this.neighbours = el("p", "neighbours");
		this.neighbours.hidden = true;
		this.listeners = el("div", "listeners");
		this.commands = el("div", "commands");
		this.readOnly = el("p", "hint");
		this.readOnly.hidden = true;
		this.result = el("p", "result");
		this.result.setAttribute("role", "status");
		this.events = el("ol", "events", el("li", "quiet", "…"));
		this.settings = el("tbody");
		this.counts = el("dl", "counts");
		this.rows = new Map();
		this.listenerRows = new Map();
		this.countCells = new Map();
		const ask = (action, options) => button(options.label, options.danger ? "danger" : "", () => this.#command(action, options));
		this.commands.append(
			ask("purge", { label: "Purge…", danger: true, title: "Discard the buffered values?",
				body: () => `${plural(this.entry.channel.size, "value", "values")} of ${name} will be lost.`, confirm: "Discard them" }),
			ask("drain", { label: "Drain…", danger: true, title: "Close the channel, and drain it?", timeout: "10s",
				body: () => `${name} accepts no more values; its listeners handle the buffered values, for up to 10 s.`,
				confirm: "Drain" }),
			ask("close", { label: "Close channel…", danger: true, title: "Close the channel?",
				body: () => `${name} accepts no more values, and cannot be opened again while the application runs.`,
				confirm: "Close it" }));
		const settings = el("table", "settings", this.settings);
		this.element.append(
			el("header", "", this.heading, this.badge, this.pill.element, close), this.type, this.flow.element, this.answers,
			el("h3", "", "Per second, last 5 minutes ", this.moment), this.legend.element, rates.element,
			el("h3", "", "Fill level"), fill.element,
			el("h3", "", "Listeners"), this.neighbours, this.listeners,
			el("h3", "", "Commands"), this.commands, this.readOnly, this.result,
			el("h3", "", "Recent events"), this.events,
			el("h3", "", "Since the start"), this.counts,
			el("h3", "", "Settings"), settings);
		this.#allow();
	}

	/** Shows why there are only figures, and no events or settings. */
	fail(error) {
		if (!this.detail) {
			this.events.replaceChildren(el("li", "quiet", `Unknown: ${error.message}`));
			this.settings.replaceChildren(el("tr", "", el("td", "quiet", `Unknown: ${error.message}`)));
			text(this.type, `The details could not be loaded. ${error.message}`);
		}
	}

	/** Updates the page after each round of the poller. detail: events, settings and type, or null if they were not loaded. */
	update(entry, detail, now) {
		this.entry = entry;
		const { channel, history, condition } = entry;
		this.detail = detail ?? this.detail;
		text(this.badge, strategy(channel).label);
		this.pill.update(condition);
		this.flow.update(channel, history);
		this.#answers(answers(channel, history, now));
		this.charts.forEach((chart) => chart.update(history));
		this.#listeners(channel);
		this.#counts(channel);
		if (this.detail) {
			text(this.type, this.detail.type ? `values of ${this.detail.type}` : "\u00a0");
			this.#events(this.detail.events ?? [], now);
			this.#settings(this.detail.settings ?? {});
		}
	}

	#point(values, at) {
		if (this.entry) {
			this.legend.update(this.entry.channel, at === null ? ratesNow(this.entry.history) : values);
			text(this.moment, at === null ? "" : `at ${time(at)}`);
		}
	}

	#answers(rows) {
		arrange(this.answers, rows.map(([question, answer, level], index) => {
			const key = String(index);
			const row = this.rows.get(key) ?? { dt: el("dt"), dd: el("dd") };
			row.element ??= el("div", "", row.dt, row.dd);
			this.rows.set(key, row);
			text(row.dt, question);
			text(row.dd, answer);
			attribute(row.element, "data-level", level);
			return row.element;
		}));
	}

	#listeners(channel) {
		if (channel.listeners.length === 0) {
			arrange(this.listeners, [this.noListener ??= el("p", "quiet",
				"None: the application receives the values in code.")]);
			return;
		}
		arrange(this.listeners, channel.listeners.map((listener) => {
			let row = this.listenerRows.get(listener.id);
			if (!row) {
				row = { state: el("span", "state"), figures: el("span", "figures") };
				row.button = button("", "", () => this.#command(row.action, { listener: listener.id }));
				row.element = el("div", "listener", el("b", "", listener.id), row.state, row.figures, row.button);
				this.listenerRows.set(listener.id, row);
			}
			row.action = listener.state === "RUNNING" ? "pause" : "resume";
			text(row.state, listener.state.toLowerCase());
			attribute(row.state, "data-state", listener.state);
			text(row.figures, `${count(listener.activeThreads)} of ${count(listener.threads)} busy, ${count(listener.processed)} `
				+ `processed${failures(listener)}`);
			text(row.button, listener.state === "RUNNING" ? "Pause" : "Resume");
			attribute(row.button, "aria-label", `${listener.state === "RUNNING" ? "Pause" : "Resume"} ${listener.id}`);
			row.button.disabled = this.api.writable === false;
			return row.element;
		}));
	}

	/** Shows links to the channels that feed this channel, and to the channels that the listeners of this channel send to. */
	neighbourhood(links) {
		const state = JSON.stringify(links);
		if (state === this.lastNeighbours) {
			return;
		}
		this.lastNeighbours = state;
		const to = (words, name) => [el("span", "", ` ${words} `), button(name, "link", () => this.onOpen(name))];
		const parts = [...links.filter((link) => link.to === this.name).flatMap((link) =>
			to(`${link.kind === "dead" ? "dead letters of" : "fed by"} ${link.listener}, from`, link.from)),
		...links.filter((link) => link.from === this.name).flatMap((link) =>
			to(`${link.listener} sends ${link.kind === "dead" ? "dead letters" : ""} to`.replace("  ", " "), link.to))];
		this.neighbours.replaceChildren(...parts);
		this.neighbours.hidden = parts.length === 0;
	}

	#counts(channel) {
		const cells = [["sent", count(channel.sent)], ["received", count(channel.received)], ["dropped", count(channel.dropped)], ["purged", count(channel.purged)],
			["failed sends", count(channel.failedSends)], ["sends that waited", count(channel.blockedSends)],
			["average send", millis(channel.averageSendMillis)], ["average receive", millis(channel.averageReceiveMillis)],
			["fill level", percent(channel.utilization)]];
		arrange(this.counts, cells.map(([label, value]) => {
			const cell = this.countCells.get(label) ?? { dd: el("dd") };
			cell.element ??= el("div", "", el("dt", "", label), cell.dd);
			this.countCells.set(label, cell);
			text(cell.dd, value);
			return cell.element;
		}));
	}

	#events(events, now) {
		const state = JSON.stringify(events);
		if (state !== this.lastEvents) {
			this.lastEvents = state;
			this.events.replaceChildren(...events.map((event) => {
				const from = Date.parse(event.time);
				const until = Date.parse(event.until ?? event.time);
				const went = until - from >= 1000;
				const what = el("span", "what", EVENTS[event.kind] ?? String(event.kind).toLowerCase().replaceAll("_", " "));
				attribute(what, "data-kind", event.kind);
				return el("li", "", el("time", "", time(until)), what,
					el("span", "count", event.count > 1 ? `${count(event.count)} times` : ""),
					el("span", "more", [event.detail, went ? `since ${time(from)}, for ${duration(until - from)}` : null]
						.filter(Boolean).join(", ")));
			}));
			if (events.length === 0) {
				this.events.append(el("li", "quiet", "No recent events."));
			}
		}
	}

	#settings(settings) {
		const state = JSON.stringify(settings);
		if (state !== this.lastSettings) {
			this.lastSettings = state;
			this.settings.replaceChildren(...Object.entries(settings).map(([name, { value, source, origin }]) => {
				const heading = el("th", "", name);
				heading.scope = "row";
				const sourceCell = el("td", "source", SOURCES[source] ?? String(source).toLowerCase());
				if (origin) {
					sourceCell.append(el("small", "", origin));
				}
				return el("tr", "", heading, el("td", "value", value === null ? "–" : String(value)), sourceCell);
			}));
		}
	}

	#allow() {
		const closed = this.api.writable === false;
		this.commands.querySelectorAll("button").forEach((each) => each.disabled = closed);
		if (closed && this.readOnly.hidden) {
			this.readOnly.replaceChildren("The endpoint is read-only. To pause, purge and close here, set ",
				el("code", "", "management.endpoint.backpressure.access: unrestricted"));
		}
		this.readOnly.hidden = !closed;
	}

	async #command(action, options) {
		const name = this.name;
		const { text: message, failed } = await command(this.api, name, action, options);
		if (this.name !== name || message === null) {
			return;
		}
		text(this.result, message);
		attribute(this.result, "data-failed", failed ? "" : null);
		this.#allow();
		this.onChanged();
	}

}

function failures({ recovered, deadLettered, discarded, lastFailure }) {
	const parts = [[recovered, "recovered"], [deadLettered, "dead-lettered"], [discarded, "discarded"]]
		.filter(([number]) => number > 0)
		.map(([number, word]) => `, ${count(number)} ${word}`);
	const last = lastFailure ? `; last failure ${time(Date.parse(lastFailure.time))}: ${lastFailure.type}` : "";
	return parts.join("") + last;
}

function millis(value) {
	return value === null || value === undefined || Number.isNaN(value) ? "–"
		: value >= 1000 ? duration(value) : `${value.toLocaleString("en", { maximumFractionDigits: 2 })} ms`;
}
