package io.jointae.train.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingOptionsTest {

    /** The texts of the defaults as every version stores them. The keys of measured cells are derived from them. */
    private static final Map<String, String> STORED_DEFAULTS = Map.ofEntries(
            Map.entry("activation", "logistic"),
            Map.entry("averaging-frequency", "0"),
            Map.entry("batch-size", "100"),
            Map.entry("contraction", "0.15"),
            Map.entry("corruption", "gaussian"),
            Map.entry("epochs", "300"),
            Map.entry("evaluate-every", "3"),
            Map.entry("hidden", "1000"),
            Map.entry("kind", "dae"),
            Map.entry("l1", "0.0"),
            Map.entry("layers", "2"),
            Map.entry("learning-rate", "0.001"),
            Map.entry("loss", "cross-entropy"),
            Map.entry("noise", "0.5"),
            Map.entry("optimiser-state", "average"),
            Map.entry("output-activation", "logistic"),
            Map.entry("scheme", "J"),
            Map.entry("seed", "1"),
            Map.entry("shuffle", "true"),
            Map.entry("tied", "true"),
            Map.entry("weight-decay", "0.0"),
            Map.entry("workers", "1"));

    private static TrainingOptions with(String... changes) {
        SortedMap<String, String> texts = new TreeMap<>(TrainingOption.defaults());
        for (int i = 0; i < changes.length; i += 2) {
            texts.put(changes[i], changes[i + 1]);
        }
        return TrainingOptions.of(texts);
    }

    @Test
    void theStoredTextsOfTheDefaultsAreThoseOfEarlierVersions() {
        assertThat(TrainingOptions.DEFAULTS.toMap()).containsExactlyInAnyOrderEntriesOf(STORED_DEFAULTS);
    }

    @Test
    void storedTextsGiveEqualOptions() {
        TrainingOptions options = with("layers", "3", "kind", "dae,cae,ae", "noise", "0.1,0.2,0.3", "seed", "-7");
        assertThat(options.toMap())
                .containsEntry("kind", "dae,cae,ae")
                .containsEntry("noise", "0.1,0.2,0.3")
                .containsEntry("hidden", "1000");
        assertThat(TrainingOptions.of(options.toMap())).isEqualTo(options);
    }

    @Test
    void theOldSpellingOfOptimizerStateIsAcceptedAndStored() {
        assertThat(with("optimizer-state", "keep").toMap())
                .containsEntry("optimiser-state", "keep")
                .doesNotContainKey("optimizer-state");
        SortedMap<String, String> stored = new TreeMap<>(STORED_DEFAULTS);
        stored.put("optimiser-state", "keep");
        assertThat(TrainingOptions.of(stored)).isEqualTo(with("optimizer-state", "keep"));
        assertThat(TrainingOption.find("optimiser-state")).contains(TrainingOption.OPTIMIZER_STATE);
        assertThatThrownBy(() -> with("optimiser-state", "keep"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("optimizer-state is given twice, the second time under its old name optimiser-state:"
                        + " give it once.");
    }

    @Test
    void theEngineIsStoredOnlyWhereItIsNotNd4j() {
        assertThat(with("engine", "nd4j").toMap()).doesNotContainKey("engine");
        TrainingOptions set = with("engine", "torch-cpu");
        assertThat(set.toMap()).containsEntry("engine", "torch-cpu");
        assertThat(TrainingOptions.stored(set.toMap())).isEqualTo(set);
        assertThat(set.plan("data", 4).steps().arithmetic().engine()).isEqualTo(EngineKind.TORCH_CPU);
    }

    @Test
    void thePrecisionIsStoredOnlyWhereItIsNotSingle() {
        assertThat(with("precision", "float").toMap()).doesNotContainKey("precision");
        TrainingOptions set = with("precision", "bfloat16");
        assertThat(set.toMap()).containsEntry("precision", "bfloat16");
        assertThat(TrainingOptions.stored(set.toMap())).isEqualTo(set);
        assertThat(set.plan("data", 4).steps().arithmetic().precision()).isEqualTo(Precision.BFLOAT16);
        // What is stored is what ran: auto is never stored.
        assertThat(with("precision", "auto").toMap().get("precision")).isNotEqualTo("auto");
    }

    @Test
    void theInitialWeightsAreStoredOnlyWhereTheyAreNotTheDefault() {
        assertThat(with("initial-weights", "glorot-logistic").toMap()).doesNotContainKey("initial-weights");
        TrainingOptions set = with("initial-weights", "glorot");
        assertThat(set.toMap()).containsEntry("initial-weights", "glorot");
        assertThat(TrainingOptions.stored(set.toMap())).isEqualTo(set);
        assertThat(set.plan("data", 4).initialWeights()).isEqualTo(InitialWeights.GLOROT);
        assertThat(TrainingOptions.stored(STORED_DEFAULTS).plan("data", 4).initialWeights())
                .isEqualTo(InitialWeights.GLOROT_LOGISTIC);
    }

    @Test
    void anOuterOptimizerAndTheRulesOfTheRateAreStoredOnlyWhereTheyAreSet() {
        TrainingOptions plain = with("workers", "4", "outer-optimizer", "average");
        assertThat(plain.toMap().keySet()).isEqualTo(STORED_DEFAULTS.keySet());
        TrainingOptions set = with(
                "workers", "4", "outer-optimizer", "nesterov", "learning-rate-rule", "sqrt", "warm-up-steps", "50");
        assertThat(set.toMap())
                .containsEntry("outer-optimizer", "nesterov")
                .containsEntry("outer-learning-rate", "0.7")
                .containsEntry("outer-momentum", "0.8")
                .containsEntry("learning-rate-rule", "sqrt")
                .containsEntry("warm-up-steps", "50")
                .containsEntry("learning-rate", "0.001");
        assertThat(TrainingOptions.stored(set.toMap())).isEqualTo(set);
        assertThat(TrainingOptions.stored(plain.toMap())).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, AVERAGE, 1, 0",
        "2, 25, NESTEROV, 0.7, 0.7",
        "3, 5, NESTEROV, 0.7, 0.8",
        "4, 5, NESTEROV, 0.7, 0.8",
        "5, 5, NESTEROV, 0.7, 0.9",
        "8, 5, NESTEROV, 0.7, 0.9",
        "64, 5, NESTEROV, 0.7, 0.9"
    })
    void theDefaultsFollowTheNumberOfWorkers(
            int workers, int frequency, OuterOptimizer.Rule rule, double learningRate, double momentum) {
        TrainingOptions options = with("workers", "" + workers);
        assertThat(options.averaging())
                .isEqualTo(new Averaging(
                        workers, frequency, Averaging.State.AVERAGE, new OuterOptimizer(rule, learningRate, momentum)));
        // What is stored is what ran, whatever the defaults are when it is read.
        assertThat(options.toMap()).containsEntry("averaging-frequency", "" + frequency);
        assertThat(TrainingOptions.stored(options.toMap())).isEqualTo(options);
    }

    @Test
    void aSetValueTakesThePlaceOfTheDefaultForTheNumberOfWorkers() {
        Averaging rare = with("workers", "8", "averaging-frequency", "0").averaging();
        assertThat(rare.frequency()).isZero();
        assertThat(rare.outer()).isEqualTo(with("workers", "8").averaging().outer());
        assertThat(with("workers", "2", "outer-momentum", "0.25").averaging().outer())
                .isEqualTo(new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.7, 0.25));
        assertThat(with("workers", "2", "outer-optimizer", "momentum", "outer-learning-rate", "1")
                        .averaging()
                        .outer())
                .isEqualTo(new OuterOptimizer(OuterOptimizer.Rule.MOMENTUM, 1, 0.7));
        assertThat(with("workers", "8", "outer-optimizer", "average").averaging())
                .isEqualTo(new Averaging(8, 5, Averaging.State.AVERAGE));
    }

    @Test
    void storedTextsWithoutAnOuterOptimizerMeanThePlainAverage() {
        SortedMap<String, String> stored = new TreeMap<>(STORED_DEFAULTS);
        stored.put("workers", "8");
        TrainingOptions options = TrainingOptions.stored(stored);
        assertThat(options.averaging()).isEqualTo(new Averaging(8, 0, Averaging.State.AVERAGE));
        assertThat(options.toMap()).isEqualTo(stored);
    }

    @Test
    void theRateOfThePhasesFollowsTheNumberOfWorkersAndTheStepsHaveTheWarmUp() {
        TrainingOptions options =
                with("workers", "4", "learning-rate", "0.01", "learning-rate-rule", "sqrt", "warm-up-steps", "7");
        TrainingPlan plan = options.plan("test", 5);
        assertThat(plan.phases().get(0).learningRates()).containsExactly(0.02, 0.02);
        assertThat(plan.lastUpdaters().learningRates()).containsExactly(0.02, 0.02);
        assertThat(plan.steps().warmUpSteps()).isEqualTo(7);
    }

    @Test
    void aLayerUsesOnlyTheRegularizersOfItsKind() {
        TrainingOptions options = with("layers", "3", "kind", "ae,dae,cae", "weight-decay", "0.01");
        assertThat(options.plan("test", 5).architecture().layers())
                .extracting(layer -> layer.corruption().strength())
                .containsExactly(0.0, 0.5, 0.0);
        assertThat(options.plan("test", 5).architecture().layers())
                .extracting(LayerSpec::contraction)
                .containsExactly(0.0, 0.0, 0.15);
        assertThat(options.plan("test", 5).architecture().layers())
                .extracting(LayerSpec::l2)
                .containsOnly(0.01);
        assertThat(options.modelName()).isEqualTo("AE+DAE+CAE-3J");
    }

    @Test
    void thePaperSettingsAreTheDefaultsWithOneStrength() {
        assertThat(TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.DAE, 0.5, 0.001))
                .isEqualTo(with("contraction", "0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learning-rate | -0.1 | learning-rate -0.1 is invalid: it must be a number greater than 0.",
                "epochs | ten | epochs ten is invalid: it must be a whole number of 1 or more.",
                "seed | 1.5 | seed 1.5 is invalid: it must be a whole number.",
                "l1 | NaN | l1 NaN is invalid: it must be a number of 0 or more.",
                "tied | yes | tied yes is invalid: it must be true or false.",
                "initial-weights | he | initial-weights he is invalid: it must be glorot-logistic or glorot.",
                "loss | hinge | loss hinge is invalid: it must be cross-entropy or squared-error.",
                "noise | 1,2,3 | noise has 3 values for 2 layers: give one value, or one value per layer."
            })
    void theErrorNamesTheInvalidValueAndTheAllowedValues(String option, String value, String message) {
        assertThatThrownBy(() -> with(option, value))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.field()).contains(option))
                .hasMessage(message);
    }

    @Test
    void theErrorNamesAMissingOption() {
        assertThatThrownBy(() -> TrainingOptions.of(new TreeMap<>(Map.of("layers", "2", "scheme", "J"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("kind is missing: it must be ae, dae or cae.");
    }

    @ParameterizedTest
    @EnumSource
    void aHelpTextHasWholeSentencesAndNamesNoFlag(TrainingOption option) {
        assertThat(option.description()).matches("[A-Z].*\\.").doesNotContain("--");
        assertThat(option.help()).startsWith(option.description()).matches(".* Default: \\S.*\\.");
        assertThat(option.valueName()).matches("[A-Z]+");
    }

    @Test
    void aHelpTextHasTheAllowedValuesAndTheDefault() {
        assertThat(TrainingOption.EPOCHS.help()).endsWith("It must be a whole number of 1 or more. Default: 300.");
        assertThat(TrainingOption.KIND.help())
                .endsWith("Give one value for all layers, or one value per layer separated by commas, lowest layer"
                        + " first. Each value must be ae, dae or cae. Default: dae.");
        assertThat(TrainingOption.EVALUATE_EVERY.help()).endsWith("Default: one hundredth of the epochs.");
        assertThat(TrainingOption.EVALUATE_EVERY.help("0")).endsWith("Default: 0.");
        assertThat(TrainingOption.AVERAGING_FREQUENCY.help()).endsWith("Default: 25 for 2 workers, and 5 for more.");
        assertThat(TrainingOption.OUTER_OPTIMIZER.help())
                .endsWith("Default: average for 1 worker, and nesterov for more.");
    }
}
