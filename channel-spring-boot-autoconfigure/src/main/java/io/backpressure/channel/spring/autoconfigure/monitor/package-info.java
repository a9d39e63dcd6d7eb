/**
 * Auto-configuration of what looks at channels.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.monitor;

import org.jspecify.annotations.NullMarked;
