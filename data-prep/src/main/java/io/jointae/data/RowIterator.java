package io.jointae.data;

import java.io.Closeable;
import java.util.Iterator;

/** An iterator over rows of an open file or another resource; the caller closes it. */
public interface RowIterator extends Iterator<Example>, Closeable {}
