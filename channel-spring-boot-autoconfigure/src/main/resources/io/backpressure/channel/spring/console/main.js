// The console: asks once a second how the channels are, and shows it.

import { Api, readConfig, Refusal } from "./api.js";
import { assess, SEVERE, TROUBLE } from "./condition.js";
import { attribute, button, el, text } from "./dom.js";
import { Cards, MOST_CARDS } from "./cards.js";
import { count, plural, rate, time } from "./format.js";
import { Detail } from "./detail.js";
import { History, Timeline } from "./history.js";
import { hold, Order } from "./order.js";
import { Poller } from "./poller.js";
import { repaintCharts } from "./chart.js";
import { Table } from "./table.js";

const $ = (id) => document.getElementById(id);

const timeline = new Timeline();
const entries = new Map();
const order = new Order();
let api = null;
let poller = null;
let detail = null;
let view = null;
let lastAnswer = null;
let lost = false;
let opener = null;

async function start() {
	followTheme();
	let config;
	try {
		config = await readConfig();
	}
	catch (refusal) {
		showProblem(refusal);
		setTimeout(start, 3000);
		return;
	}
	$("problem").hidden = true;
	if (config.application) {
		text($("application"), config.application);
	}
	if (!config.endpoint) {
		connection("failed", "no endpoint");
		showProblem(new Refusal("setup", "This page cannot reach the endpoint of the channels.", config.reason));
		return;
	}
	api = new Api(config.endpoint);
	detail = new Detail($("detail"), api, detailClosed, () => poller.now());
	poller = new Poller(round);
	followToolbar();
	if (config.extension) {
		await extend(config.extension);
	}
	openFromAddress();
	addEventListener("hashchange", openFromAddress);
	await poller.now();
}

/** A script of the application's own may put controls above the channels: it exports a function that takes the place. */
async function extend(address) {
	const place = $("extension");
	try {
		const extension = await import(address);
		place.hidden = false;
		await extension.default(place);
	}
	catch (failure) {
		place.hidden = false;
		place.replaceChildren(el("p", "hint", `The extension ${address} could not be loaded: ${failure.message}`));
	}
}

async function round() {
	const name = detail.name;
	try {
		const answer = await api.channels();
		const told = name === null ? null : await api.channel(name).catch(() => null);
		take(answer);
		found();
		show(told);
		return true;
	}
	catch (refusal) {
		if (!(refusal instanceof Refusal)) {
			throw refusal;
		}
		lose(refusal);
		return false;
	}
}

function take(answer) {
	const now = Date.parse(answer.time);
	const shift = timeline.add(now / 1000);
	lastAnswer = now;
	const names = new Set();
	for (const channel of answer.channels) {
		names.add(channel.name);
		let entry = entries.get(channel.name);
		if (!entry) {
			entry = { history: new History(timeline) };
			entries.set(channel.name, entry);
		}
		entry.channel = channel;
		entry.history.add(channel, now, shift);
		entry.condition = assess(channel, entry.history, now);
		hold(entry, now);
	}
	for (const name of entries.keys()) {
		if (!names.has(name)) {
			entries.delete(name);
		}
	}
}

function found() {
	$("problem").hidden = true;
	$("lost").hidden = true;
	document.body.classList.remove("stale");
	lost = false;
	connection(poller.paused ? "paused" : "live", poller.paused ? "paused" : "live");
}

function lose(refusal) {
	connection("failed", refusal.kind === "lost" ? "connection lost" : "no data");
	document.body.classList.add("stale");
	if (refusal.kind === "setup" || lastAnswer === null) {
		showProblem(refusal);
	}
	else if (!lost) {
		const shift = timeline.add(Date.now() / 1000);
		entries.forEach((entry) => entry.history.gap(shift));
		$("lost").replaceChildren(el("b", "", "Connection lost. "),
			`${refusal.message} What you see is of ${time(lastAnswer)}. Trying again.`,
			button("Try now", "", () => poller.now()));
		$("lost").hidden = false;
	}
	lost = true;
}

function showProblem(refusal) {
	const box = $("problem");
	const state = refusal.message + refusal.remedy;
	if (box.lastState !== state || box.hidden) {
		box.lastState = state;
		box.replaceChildren(el("h2", "", refusal.message));
		if (refusal.remedy) {
			box.append(el("p", "", refusal.remedy));
		}
		if (refusal.code) {
			box.append(el("pre", "", el("code", "", refusal.code)));
		}
		if (refusal.kind === "lost") {
			box.append(el("p", "quiet", "Trying again."));
		}
		box.hidden = false;
	}
}

function show(told) {
	const shown = order.of(entries);
	summarize();
	chooseView();
	view.update(shown);
	note(shown);
	if (detail.name !== null) {
		const entry = entries.get(detail.name);
		if (entry) {
			detail.update(entry, told, lastAnswer);
		}
		else {
			detail.close();
		}
	}
}

function summarize() {
	const all = [...entries.values()];
	const sum = (value) => all.reduce((total, entry) => total + value(entry), 0);
	const trouble = all.filter((entry) => entry.condition.level >= TROUBLE).length;
	const severe = all.filter((entry) => entry.condition.level >= SEVERE).length;
	const lostRate = sum((entry) => entry.history.lostRate);
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
	tellNews(all);
}

let toldSevere = new Set();
let toldAt = 0;

/** For those who cannot see it: what has got bad, at most every ten seconds. */
function tellNews(all) {
	if (lastAnswer - toldAt < 10000) {
		return;
	}
	const severe = all.filter((entry) => entry.condition.level >= SEVERE);
	const fresh = severe.filter((entry) => !toldSevere.has(entry.channel.name));
	if (fresh.length > 0) {
		toldAt = lastAnswer;
		text($("news"), fresh.length > 3 ? plural(fresh.length, "more channel is in trouble", "more channels are in trouble")
			: fresh.map((entry) => `${entry.channel.name}: ${entry.condition.label}`).join(". "));
	}
	toldSevere = new Set(severe.map((entry) => entry.channel.name));
}

function chooseView() {
	const wish = $("view").value;
	const type = wish === "cards" || wish === "auto" && entries.size <= MOST_CARDS ? Cards : Table;
	if (!(view instanceof type)) {
		view?.destroy();
		view = new type(open);
		$("channels").replaceChildren(view.element);
	}
}

function note(shown) {
	let words = "";
	if (entries.size === 0) {
		words = "There are no channels: declare one below backpressure.channels, or make one with the ChannelRegistry.";
	}
	else if (shown.length === 0) {
		words = "No channel matches the search.";
	}
	else if (view instanceof Cards && shown.length > MOST_CARDS) {
		words = `${MOST_CARDS} of ${count(shown.length)} channels are shown. Search, or view them as a table.`;
	}
	else if (shown.length < entries.size) {
		words = `${count(shown.length)} of ${plural(entries.size, "channel", "channels")}.`;
	}
	text($("note"), words);
}

function open(name) {
	opener = document.activeElement;
	history.replaceState(null, "", `#${encodeURIComponent(name)}`);
	showDetail(name);
}

function openFromAddress() {
	const name = decodeURIComponent(location.hash.slice(1));
	if (name !== "" && name !== "channels") {
		showDetail(name);
	}
}

function showDetail(name) {
	detail.open(name);
	const entry = entries.get(name);
	if (entry) {
		detail.update(entry, null, lastAnswer);
		if (poller.paused) {
			api.channel(name).then((told) => detail.name === name && detail.update(entry, told, lastAnswer)).catch(() => {});
		}
		poller.now();
	}
}

function detailClosed() {
	history.replaceState(null, "", location.pathname + location.search);
	if (opener?.isConnected) {
		opener.focus({ preventScroll: true });
	}
}

function connection(state, words) {
	attribute($("connection"), "data-state", state);
	text($("connection").lastElementChild, words);
}

function followToolbar() {
	const again = () => {
		order.search = $("search").value;
		order.sort = $("sort").value;
		order.forget();
		if (lastAnswer !== null) {
			show(null);
		}
	};
	$("search").addEventListener("input", again);
	$("sort").addEventListener("change", again);
	$("view").addEventListener("change", again);
	$("pause").addEventListener("click", () => {
		poller.paused = !poller.paused;
		attribute($("pause"), "aria-pressed", poller.paused);
		text($("pause"), poller.paused ? "Go on" : "Pause");
		document.body.classList.toggle("paused", poller.paused);
		connection(poller.paused ? "paused" : "live", poller.paused ? `paused at ${time(lastAnswer ?? Date.now())}` : "live");
		poller.now();
	});
	for (const event of ["pointermove", "pointerdown", "keydown"]) {
		$("channels").addEventListener(event, () => order.touch(), { passive: true });
	}
	addEventListener("keydown", (event) => {
		if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, textarea, dialog")) {
			event.preventDefault();
			$("search").focus();
		}
		if (event.key === "Escape" && event.target === $("search") && $("search").value !== "") {
			$("search").value = "";
			again();
		}
		else if (event.key === "Escape" && !event.target.closest("dialog, .detail")) {
			detail.close();
		}
	});
}

function followTheme() {
	if (followTheme.done) {
		return;
	}
	followTheme.done = true;
	const root = document.documentElement;
	const system = matchMedia("(prefers-color-scheme: dark)");
	const isDark = () => root.dataset.theme === "dark";
	const tell = () => {
		attribute($("theme"), "aria-pressed", isDark());
		repaintCharts();
	};
	$("theme").addEventListener("click", () => {
		root.dataset.theme = root.dataset.choice = isDark() ? "light" : "dark";
		try {
			localStorage.setItem("backpressure-theme", root.dataset.theme);
		}
		catch {
			// it holds until the page is left
		}
		tell();
	});
	system.addEventListener("change", tell); // after theme.js
	tell();
}

start();
