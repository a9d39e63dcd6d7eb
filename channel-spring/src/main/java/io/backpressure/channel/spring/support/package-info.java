/**
 * Building blocks that several packages of this library use. They are not meant for
 * applications.
 */
@NullMarked
package io.backpressure.channel.spring.support;

import org.jspecify.annotations.NullMarked;
