package io.jointae.base;

import java.util.regex.Pattern;

/** The address of a tracking server, which may contain credentials. Messages and stored files show it without them. */
public final class TrackingAddress {

    private static final Pattern HTTP = Pattern.compile("https?://[^/].*");
    private static final Pattern USER = Pattern.compile("(https?://)[^/\\s?#]*@");
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?#]*)[?#]\\S*");

    private TrackingAddress() {}

    /** Returns whether a text is an address of the scheme http or https. */
    public static boolean isServer(String address) {
        return HTTP.matcher(address).matches();
    }

    /**
     * Checks the address of a tracking server.
     *
     * @throws InvalidInputException if it is not an address of the scheme http or https
     */
    public static void check(String address) {
        if (!isServer(address)) {
            throw InvalidInputException.ofField(
                    "mlflow",
                    "%s is not the address of a tracking server: give one such as http://host:5000.",
                    withoutCredentials(address));
        }
    }

    /**
     * Returns a text in which every address has no user name, no password and no query, where tokens may be.
     *
     * @param text an address, or a message that contains addresses
     */
    public static String withoutCredentials(String text) {
        return QUERY.matcher(USER.matcher(text).replaceAll("$1")).replaceAll("$1");
    }
}
