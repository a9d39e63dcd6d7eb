/**
 * Test slice and auto-configuration for tests of applications with channels.
 */
@NullMarked
package io.backpressure.channel.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
