package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.svm.LinearSvm;
import io.jointae.evaluate.svm.LinearSvmModel;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.junit.jupiter.api.Test;

/**
 * The server of Spark Connect finds a stage by Java's service loader, creates it with the uid that the client sends, and
 * loads a saved stage by a static method.
 */
class ConnectStagesTest {

    private static List<Class<?>> found(Class<?> kind) {
        return ServiceLoader.load(kind).stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .toList();
    }

    @Test
    void theServiceLoaderFindsTheEstimatorsAndTheModels() {
        assertThat(found(Estimator.class)).contains(StackedAutoencoder.class, LinearSvm.class);
        assertThat(found(Transformer.class))
                .contains(StackedAutoencoderModel.class, StackedClassifierModel.class, LinearSvmModel.class);
    }

    @Test
    void everyStageHasTheUidThatTheClientSendsAndAMethodThatLoads() throws Exception {
        for (Class<?> stage : Stream.concat(found(Estimator.class).stream(), found(Transformer.class).stream())
                .filter(each -> each.getName().startsWith("io.jointae."))
                .toList()) {
            assertThat(((PipelineStage) stage.getConstructor(String.class).newInstance("the uid")).uid())
                    .as(stage.getName())
                    .isEqualTo("the uid");
            assertThat(stage.getMethod("load", String.class).getReturnType()).isEqualTo(stage);
        }
    }

    @Test
    void aModelThatWasNotTrainedSaysHowToGetOne() {
        assertThat(new StackedAutoencoderModel("a").copy(ParamMap.empty()).toString())
                .isEqualTo("StackedAutoencoderModel: uid=a");
        assertThatThrownBy(() -> new StackedAutoencoderModel().trained())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("This stage has no trained stack: fit a StackedAutoencoder, or load a saved stage.");
        assertThatThrownBy(() -> new StackedClassifierModel("a").numClasses())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "This stage has no trained classifier: load a saved stage or a folder that finetune wrote.");
        assertThatThrownBy(() -> new LinearSvmModel().classifier())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("This model has no classifier: train one with LinearSvm, or load a saved model.");
    }
}
