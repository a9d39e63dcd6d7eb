/**
 * Console: one page that shows all channels live. The files of the page are resources of
 * this package. They are served only if the console is enabled.
 */
@NullMarked
package io.backpressure.channel.spring.console;

import org.jspecify.annotations.NullMarked;
