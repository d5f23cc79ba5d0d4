/**
 * Tests of the commands against an S3 server on this machine. Processes run the built jar with Hadoop's S3 client; a
 * proxy between them and the server records each request, refuses it, cuts it, or has the process killed at it. The tests
 * have the tag {@code cluster} and run in {@code mvn verify} after packaging.
 */
package io.jointae.objectstore;
