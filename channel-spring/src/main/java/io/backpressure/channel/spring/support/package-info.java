/**
 * Building blocks for several packages of this library. They are not meant for
 * applications.
 */
@NullMarked
package io.backpressure.channel.spring.support;

import org.jspecify.annotations.NullMarked;
