// Entry point of the console. It polls the endpoint about once a second, and shows the channels.

import { Api, readConfig, EndpointError } from "./api.js";
import { Backfill } from "./backfill.js";
import { Board } from "./board.js";
import { Channels } from "./channels.js";
import { Connection } from "./connection.js";
import { Detail } from "./detail.js";
import { text } from "./dom.js";
import { extend } from "./extension.js";
import { time } from "./format.js";
import { Order } from "./order.js";
import { edges, Pipeline } from "./pipeline.js";
import { place, placed, unplace } from "./place.js";
import { Poller } from "./poller.js";
import { summarize } from "./summary.js";
import { followTheme, followToolbar } from "./toolbar.js";

const $ = (id) => document.getElementById(id);

const channels = new Channels();
const order = new Order();
const connection = new Connection(() => poller.now());
const board = new Board(open);
let api = null;
let poller = null;
let detail = null;
let backfill = null;
let pipeline = null;
let opener = null; // element that had the focus when the details were opened
let missing = null; // name of a requested channel that does not exist

async function start() {
	followTheme();
	let config;
	try {
		config = await readConfig();
	}
	catch (error) {
		connection.explain(error);
		setTimeout(start, 3000);
		return;
	}
	connection.solve();
	if (config.application) {
		text($("application"), config.application);
	}
	if (!config.endpoint) {
		connection.show("failed", "no endpoint");
		connection.explain(new EndpointError("setup", "This page cannot reach the endpoint of the channels.", config.reason),
			config.elsewhere);
		return;
	}
	api = new Api(config.endpoint);
	backfill = new Backfill(api);
	pipeline = new Pipeline($("pipeline"), open);
	detail = new Detail($("detail"), api, open, detailClosed, () => poller.now());
	poller = new Poller(round);
	followToolbar({ order, poller, changed: () => channels.lastAnswer !== null && show(null), escape: () => detail.close(),
		paused: () => poller.paused ? connection.show("paused", `paused at ${time(channels.lastAnswer ?? Date.now())}`)
			: connection.show("live") });
	if (config.extension) {
		await extend($("extension"), config.extension);
	}
	openPlaced();
	addEventListener("hashchange", openPlaced);
	await poller.now();
}

async function round() {
	const name = detail.name;
	try {
		const answer = await api.channels();
		const result = name === null ? null : await api.channel(name).catch(endpointError);
		if (poller.paused) { // the user paused the page while the requests were in flight, so nothing may change
			return true;
		}
		channels.take(answer);
		if (connection.found()) {
			backfill.again();
		}
		show(result);
		return true;
	}
	catch (error) {
		const failure = endpointError(error);
		if (!poller.paused && connection.lose(failure, channels.lastAnswer)) {
			channels.gap();
		}
		return false;
	}
}

/** Returns a failure that is an error of the endpoint, so that the page shows it. Throws any other failure. */
function endpointError(failure) {
	if (!(failure instanceof EndpointError)) {
		throw failure;
	}
	return failure;
}

/** result: the details of the open channel, the error of their request, or null if no details were requested. */
function show(result) {
	const shown = order.of(channels.entries);
	summarize(channels.entries, channels.lastAnswer);
	board.update(shown, channels.entries, missing);
	pipeline.update(channels.entries);
	backfill.want(board.charted(shown));
	if (detail.name !== null) {
		showDetailed(result);
	}
}

function showDetailed(result) {
	const { entries, lastAnswer } = channels;
	const entry = entries.get(detail.name);
	if (!entry) {
		missing = detail.name;
		detail.close();
		board.note([...entries.values()], entries, missing);
		return;
	}
	detail.update(entry, result instanceof EndpointError ? null : result, lastAnswer);
	detail.neighbourhood(edges([...entries.values()].map((each) => each.channel)).filter(({ to }) => entries.has(to)));
	if (result instanceof EndpointError) {
		detail.fail(result);
	}
}

function open(name) {
	missing = null;
	opener = document.activeElement;
	place(name);
	showDetail(name);
}

function openPlaced() {
	const name = placed();
	if (name !== null) {
		showDetail(name);
	}
}

function showDetail(name) {
	detail.open(name);
	if (channels.entries.has(name)) {
		showDetailed(null);
		if (poller.paused) {
			api.channel(name).catch(endpointError).then((result) => detail.name === name && showDetailed(result));
		}
		poller.now();
	}
}

function detailClosed() {
	unplace();
	if (opener?.isConnected) {
		opener.focus({ preventScroll: true });
	}
}

start();
