/**
 * What happens to channels, as application events.
 */
@NullMarked
package io.backpressure.channel.spring.event;

import org.jspecify.annotations.NullMarked;
