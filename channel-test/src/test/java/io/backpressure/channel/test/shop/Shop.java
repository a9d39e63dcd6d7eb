package io.backpressure.channel.test.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Application under test: a pipeline of three listeners, a batch listener, and a listener
 * with several threads.
 */
@SpringBootApplication
public class Shop {

}
