// Commands to a channel. The user has to confirm a command that cannot be undone.

import { button, el } from "./dom.js";

/** Sends a command, and returns the message to show. The text of the message is null if the user cancelled the command. */
export async function command(api, name, action, options) {
	if (options.title && !await confirmed(options.title, options.body(), options.confirm)) {
		return { text: null };
	}
	const body = { action };
	if (options.listener) {
		body.listener = options.listener;
	}
	if (options.timeout) {
		body.timeout = options.timeout;
	}
	try {
		const answer = await api.command(name, body);
		return { text: answer.text || "Done." };
	}
	catch (error) {
		return { text: error.message, failed: true };
	}
}

function confirmed(title, body, yes) {
	return new Promise((resolve) => {
		const heading = el("h2", "", title);
		heading.id = "confirm-title";
		const dialog = el("dialog", "confirm", heading, el("p", "", body));
		dialog.setAttribute("aria-labelledby", heading.id);
		const cancel = button("Cancel", "", () => dialog.close());
		dialog.append(el("div", "choices", cancel, button(yes, "danger", () => dialog.close("yes"))));
		dialog.addEventListener("close", () => {
			dialog.remove();
			resolve(dialog.returnValue === "yes");
		});
		document.body.append(dialog);
		dialog.showModal();
		cancel.focus();
	});
}
