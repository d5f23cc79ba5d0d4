package io.jointae.results.claim;

import io.jointae.results.StoredRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import java.io.IOException;
import java.util.Optional;

/** Finds what a results folder keeps of the single rows that a cell was measured on. */
public interface RowEvidence {

    /** Returns the test rows that the classifier of a measured cell got wrong; empty if they were not stored. */
    Optional<WrongRows> wrongRows(StoredRow row) throws IOException;

    /** Returns the block means of a measured cell; empty if they were not stored. */
    Optional<BlockMeans> blockMeans(StoredRow row) throws IOException;
}
