package io.jointae.results.claim;

import io.jointae.data.Split;
import io.jointae.results.Metric;
import io.jointae.results.claim.Claim.Pair;
import java.util.ArrayList;
import java.util.List;

/** The statements of the paper about its tables and Figure 3, in the paper's order. */
public final class PaperClaims {

    private static final List<Claim> ALL = List.of(
            new Claim(
                    "joint-likelihood",
                    "Joint training gives a higher likelihood than layerwise training.",
                    "section IV-A, Table I",
                    schemes("DAE", "J", "L", Metric.LOG_LIKELIHOOD, 2, 3)),
            new Claim(
                    "deeper-joint-likelihood",
                    "With joint training, three layers have a higher likelihood than two.",
                    "section IV-A, Table I",
                    List.of(test("DAE-3J", "DAE-2J", Metric.LOG_LIKELIHOOD))),
            new Claim(
                    "deeper-layerwise-likelihood",
                    "With layerwise training, three layers have a lower likelihood than two.",
                    "section IV-A, Table I",
                    List.of(test("DAE-2L", "DAE-3L", Metric.LOG_LIKELIHOOD))),
            new Claim(
                    "joint-reconstruction",
                    "Joint training reconstructs training rows and test rows better than layerwise training.",
                    "section IV-A, Figure 3",
                    List.of(
                            new Pair("DAE-2J", "DAE-2L", Metric.CROSS_ENTROPY, Split.TRAIN),
                            new Pair("DAE-2J", "DAE-2L", Metric.CROSS_ENTROPY, Split.TEST))),
            new Claim(
                    "joint-svm-dae",
                    "Joint training of denoising stacks gives a lower error of the SVM than layerwise training.",
                    "section IV-B, Table II",
                    schemes("DAE", "J", "L", Metric.SVM_ERROR, 2, 3)),
            new Claim(
                    "joint-svm-cae",
                    "Joint training of contractive stacks gives a lower error of the SVM than layerwise training.",
                    "section IV-B, Table III",
                    schemes("CAE", "J", "L", Metric.SVM_ERROR, 2, 3)),
            new Claim(
                    "deeper-svm",
                    "Three layers give a higher error of the SVM than two.",
                    "section IV-B, Tables II and III",
                    depths()),
            new Claim(
                    "regularized-joint-after-layerwise",
                    "After layerwise training, joint training with regularization gives a lower error than without.",
                    "section IV-B, Tables II and III",
                    both(
                            schemes("DAE", "UJ", "U", Metric.SVM_ERROR, 2, 3),
                            schemes("CAE", "UJ", "U", Metric.SVM_ERROR, 2, 3))),
            new Claim(
                    "regularization",
                    "Joint training needs denoising or contraction: with weight decay alone the error of the SVM is higher.",
                    "section IV-C, Tables II to IV",
                    List.of(
                            test("DAE-2J", "AE-2J", Metric.SVM_ERROR),
                            test("DAE-3J", "AE-3J", Metric.SVM_ERROR),
                            test("CAE-2J", "AE-2J", Metric.SVM_ERROR),
                            test("CAE-3J", "AE-3J", Metric.SVM_ERROR))),
            new Claim(
                    "finetuning-three-layers",
                    "With three layers, joint training gives a lower error after fine-tuning than layerwise training.",
                    "section IV-D, Tables V and VI",
                    both(
                            schemes("DAE", "J", "L", Metric.FINETUNE_ERROR, 3),
                            schemes("CAE", "J", "L", Metric.FINETUNE_ERROR, 3))));

    private PaperClaims() {}

    /** Returns all statements. */
    public static List<Claim> all() {
        return ALL;
    }

    private static Pair test(String better, String worse, Metric metric) {
        return new Pair(better, worse, metric, Split.TEST);
    }

    private static List<Pair> schemes(String kind, String better, String worse, Metric metric, int... depths) {
        List<Pair> pairs = new ArrayList<>();
        for (int depth : depths) {
            pairs.add(test(kind + "-" + depth + better, kind + "-" + depth + worse, metric));
        }
        return pairs;
    }

    private static List<Pair> depths() {
        List<Pair> pairs = new ArrayList<>();
        for (String kind : List.of("DAE", "CAE")) {
            for (String scheme : List.of("L", "U", "J", "UJ")) {
                pairs.add(test(kind + "-2" + scheme, kind + "-3" + scheme, Metric.SVM_ERROR));
            }
        }
        return pairs;
    }

    private static List<Pair> both(List<Pair> one, List<Pair> other) {
        List<Pair> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
