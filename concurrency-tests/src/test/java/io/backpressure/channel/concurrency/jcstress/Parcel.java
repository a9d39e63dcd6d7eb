package io.backpressure.channel.concurrency.jcstress;

/**
 * Value whose fields are published only by the channel.
 */
final class Parcel {

	int first;

	int second;

	Parcel(int number) {
		this.first = number;
		this.second = number;
	}

	/**
	 * Return the number given to the constructor, -1 if the object is partially
	 * constructed, or 0 for {@code null}.
	 */
	static int read(Parcel parcel) {
		if (parcel == null) {
			return 0;
		}
		int first = parcel.first;
		return (first == parcel.second && first > 0) ? first : -1;
	}

}
