/**
 * Auto-configuration of the console.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.console;

import org.jspecify.annotations.NullMarked;
