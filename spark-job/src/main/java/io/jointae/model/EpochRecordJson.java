package io.jointae.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.jointae.model.EpochRecord.Reconstruction;

/** The JSON form of an {@link EpochRecord}: flat, under the keys of {@code metrics.jsonl} and {@code model.json}. */
@JsonPropertyOrder({
    "phase",
    "epoch",
    "cost",
    "train",
    "valid",
    "denoisingTrain",
    "denoisingValid",
    "examplesPerSecond",
    "stepExamplesPerSecond"
})
final class EpochRecordJson {

    @JsonProperty
    Integer phase;

    @JsonProperty
    Integer epoch;

    @JsonProperty
    Double cost;

    @JsonProperty
    Double train;

    @JsonProperty
    Double valid;

    @JsonProperty
    Double denoisingTrain;

    @JsonProperty
    Double denoisingValid;

    @JsonProperty
    Double examplesPerSecond;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Double stepExamplesPerSecond;

    /**
     * Returns the value of a field that every stored record has.
     *
     * @throws IllegalArgumentException if the field is missing; Jackson or the caller adds the name of the file
     */
    static <T> T required(String field, T value) {
        if (value == null) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing.");
        }
        return value;
    }

    /** Writes a record. */
    static final class FromRecord extends StdConverter<EpochRecord, EpochRecordJson> {

        @Override
        public EpochRecordJson convert(EpochRecord epoch) {
            EpochRecordJson json = new EpochRecordJson();
            json.phase = epoch.phase();
            json.epoch = epoch.epoch();
            json.cost = epoch.cost();
            json.train = epoch.clean().train();
            json.valid = epoch.clean().valid();
            json.denoisingTrain = epoch.denoising().train();
            json.denoisingValid = epoch.denoising().valid();
            json.examplesPerSecond = epoch.examplesPerSecond();
            json.stepExamplesPerSecond = epoch.stepExamplesPerSecond();
            return json;
        }
    }

    /** Reads a record. */
    static final class ToRecord extends StdConverter<EpochRecordJson, EpochRecord> {

        @Override
        public EpochRecord convert(EpochRecordJson json) {
            return new EpochRecord(
                    required("phase", json.phase),
                    required("epoch", json.epoch),
                    required("cost", json.cost),
                    new Reconstruction(json.train, json.valid),
                    new Reconstruction(json.denoisingTrain, json.denoisingValid),
                    required("examplesPerSecond", json.examplesPerSecond),
                    json.stepExamplesPerSecond);
        }
    }
}
