// Controls of the demo in the console: the load on the channels, and the speed of their consumers.

const LOADS = [0, null, 50, 100, 200, 500, 1000, 2000]; // sends per second to one channel of each strategy; null: light load
const TIMES = [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000]; // milliseconds of a step of work

// Label, sends per second, and milliseconds of a step of work.
const PRESETS = [["Calm", null, 5], ["Slow consumers", 50, 200], ["Flood", 1000, 5]];

const number = new Intl.NumberFormat("en");

export default async function desk(place) {
	const load = slider("Load", LOADS, (value) => value === null ? "light" : value === 0 ? "off"
		: `${number.format(value)}/s each`);
	const time = slider("Work takes", TIMES, (value) => value === 0 ? "no time" : `${number.format(value)} ms`);
	const title = document.createElement("span");
	title.className = "title";
	title.textContent = "Order desk";
	const presets = document.createElement("span");
	presets.className = "presets";
	for (const [label, sends, millis] of PRESETS) {
		const button = document.createElement("button");
		button.type = "button";
		button.textContent = label;
		button.addEventListener("click", () => put({ sendsPerSecond: sends, workTimeMillis: millis }));
		presets.append(button);
	}
	const controls = document.createElement("div");
	controls.className = "controls";
	controls.append(title, presets, load.element, time.element);
	place.append(controls);

	let requests = Promise.resolve();
	let newest = 0;

	// Sends one request at a time, so that the newest state is set last. Only the response to that request is shown.
	function put(state) {
		const turn = ++newest;
		const send = () => ask({ method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(state) });
		requests = requests.then(send, send).then((result) => turn === newest && show(result));
	}

	function show(state) {
		load.set(state.sendsPerSecond);
		time.set(state.workTimeMillis);
	}

	const changed = () => put({ sendsPerSecond: load.get(), workTimeMillis: time.get() });
	load.input.addEventListener("change", changed);
	time.input.addEventListener("change", changed);
	show(await ask());
}

async function ask(options) {
	const response = await fetch(new URL("desk", import.meta.url), options);
	if (!response.ok) {
		throw new Error(`the desk responded with status ${response.status}`);
	}
	return response.json();
}

/** Returns a slider over the given values. The slider announces the selected value in words. */
function slider(label, values, words) {
	const element = document.createElement("label");
	const input = document.createElement("input");
	const output = document.createElement("output");
	input.type = "range";
	input.min = 0;
	input.max = values.length - 1;
	input.step = 1;
	input.name = label.toLowerCase().replace(" ", "-");
	element.append(label, input, output);
	const announce = () => {
		output.textContent = words(values[input.value]);
		input.setAttribute("aria-valuetext", output.textContent);
	};
	input.addEventListener("input", announce);
	return {
		element,
		input,
		get: () => values[input.value],
		set: (value) => {
			const nearest = values.indexOf(value);
			input.value = nearest >= 0 ? nearest : values.findIndex((each) => each !== null && each >= value);
			announce();
		},
	};
}
