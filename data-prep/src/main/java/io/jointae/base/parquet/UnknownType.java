package io.jointae.base.parquet;

import io.jointae.base.InvalidInputException;

/** A file with a type of column that Spark does not know, because the file is damaged or was written by another program. */
final class UnknownType {

    private UnknownType() {}

    /**
     * Returns the invalid input.
     *
     * @param failure what Spark threw when it read the schema
     */
    static InvalidInputException of(String file, Exception failure) {
        String reason =
                String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
        return new InvalidInputException(
                String.format(
                        "%s has a type of column that Spark does not know: write it with other types, or copy it again if it"
                                + " is damaged. Spark says: %s.",
                        file, reason.replaceAll("[.{\\s]+$", "")),
                failure);
    }
}
