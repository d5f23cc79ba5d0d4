package io.jointae.results.claim;

/** The judgement of measured results on a statement. */
public enum ClaimVerdict {
    SUPPORTED("supported"),
    CONTRADICTED("contradicted"),
    /** The difference may be chance, or tied settings or several comparisons disagree. */
    NOT_DECIDED("not decided"),
    NOT_MEASURED("not measured");

    private final String words;

    ClaimVerdict(String words) {
        this.words = words;
    }

    /** Returns the verdict in words. */
    public String describe() {
        return words;
    }
}
