package io.jointae.sweep.plan;

import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.Architecture;

/**
 * Multiply-adds of the matrix products of evaluations, roughly: what an SVM's solver needs depends on the data,
 * and fine-tuning counts with as many epochs as it may take, though it mostly stops before.
 */
public final class EvaluationWork {

    /** Passes over the training rows that the SVM's solver makes for one C, about; each has two products. */
    private static final int SVM_PASSES = 100;

    /** Products of a supervised step: forward, and backward twice. */
    private static final int STEP_PRODUCTS = 3;

    private EvaluationWork() {}

    /** Of all evaluations of a trial. */
    public static double of(Trial trial) {
        return trial.evaluation().words().stream()
                .mapToDouble(word -> of(trial, word))
                .sum();
    }

    /** Of one. */
    public static double of(Trial trial, String word) {
        TrialData data = trial.data();
        Architecture architecture = trial.plan().architecture();
        double encode = 0;
        for (int i = 0; i < architecture.depth(); i++) {
            encode += (double) architecture.width(i) * architecture.width(i + 1);
        }
        double rows = data.trainRows() + data.validRows() + data.testRows();
        double top = architecture.width(architecture.depth());
        return switch (word) {
            case TrialEvaluation.SVM -> {
                double outputs = data.classes() == 2 ? 1 : data.classes();
                yield rows * encode
                        + trial.evaluation().svmCosts().size() * SVM_PASSES * 2.0 * data.trainRows() * top * outputs;
            }
            case TrialEvaluation.PARZEN -> {
                SamplingPlan samples = trial.evaluation().samples();
                double steps = (double) samples.chains() * samples.burnIn() + (double) samples.count() * samples.thin();
                yield steps * 2 * encode
                        + (double) samples.count() * (data.validRows() + data.testRows()) * data.width();
            }
            case TrialEvaluation.FINETUNE -> {
                FinetuneOptions finetune = trial.evaluation().finetune();
                double row = encode + top * data.classes();
                yield finetune.epochs() * (STEP_PRODUCTS * (double) data.trainRows() + data.validRows()) * row
                        + data.testRows() * row;
            }
            default -> 2 * rows * encode;
        };
    }
}
