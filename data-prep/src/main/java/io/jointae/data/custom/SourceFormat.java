package io.jointae.data.custom;

/** The formats of the user's own files. */
public enum SourceFormat {
    /** IDX files of unsigned bytes, the format of MNIST: images with or without labels. */
    IDX,
    /** Text files with one row of numbers per line. */
    CSV,
    /** Image files that ImageIO reads; the label of an image is the name of its folder. */
    IMAGES,
    /** Parquet files with a column of arrays, ML vectors or encoded images, or with columns of numbers. */
    PARQUET,
    /** ORC files with columns of numbers or vectors. */
    ORC,
    /** Text files with one JSON object per line. */
    JSON
}
