// Loads a script of the application that may add controls above the channels. The script exports a function that takes the
// element for these controls.

import { address } from "./api.js";
import { el } from "./dom.js";

export async function extend(place, path) {
	try {
		const extension = await import(address(path));
		place.hidden = false;
		await extension.default(place);
	}
	catch (failure) {
		place.hidden = false;
		place.replaceChildren(el("p", "hint", `The extension ${path} could not be loaded: ${failure.message}`));
	}
}
