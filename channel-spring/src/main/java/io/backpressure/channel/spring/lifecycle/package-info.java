/**
 * Handling of channels while an application context starts and closes.
 */
@NullMarked
package io.backpressure.channel.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
