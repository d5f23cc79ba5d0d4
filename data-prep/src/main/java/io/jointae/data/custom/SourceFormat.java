package io.jointae.data.custom;

/** What the user's own files are. */
public enum SourceFormat {
    /** Unsigned bytes after LeCun, images with or without labels. */
    IDX,
    /** Numbers between delimiters, one row a line. */
    CSV,
    /** Files that ImageIO reads; the folder's name is the label. */
    IMAGES,
    /** A column of arrays or ML vectors. */
    PARQUET
}
