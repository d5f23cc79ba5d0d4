package io.jointae.data;

import java.io.Closeable;
import java.util.Iterator;

/** Rows one after another, over something that must be closed. */
public interface RowIterator extends Iterator<Example>, Closeable {}
