/**
 * Console: one page that shows all channels live. Its files are resources of this
 * package, and are served only if the console is enabled.
 */
@NullMarked
package io.backpressure.channel.spring.console;

import org.jspecify.annotations.NullMarked;
