package com.example.shop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.backpressure.channel.spring.listener.ChannelListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application whose orders pass through a channel. */
@SpringBootApplication
public class Shop {

	final BlockingQueue<String> shipped = new LinkedBlockingQueue<>();

	public static void main(String[] args) {
		SpringApplication.run(Shop.class, args);
	}

	@ChannelListener("orders")
	void ship(String order) {
		this.shipped.add(order);
	}

}
