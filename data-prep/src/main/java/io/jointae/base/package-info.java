/**
 * Classes that every other package may use: the error for invalid input, outputs that appear only when they are complete,
 * the marker that records the result of a run, JSON, and the version of the project. This package imports no other
 * package of the project.
 */
package io.jointae.base;
