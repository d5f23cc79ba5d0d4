/** An S3 server on the loopback interface for tests, and the frame of proxies that tests put in front of it. */
package io.jointae.s3server;
