package io.jointae.model;

import static io.jointae.model.EpochRecordJson.required;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.jointae.model.ModelCard.Data;
import io.jointae.model.ModelCard.Identity;
import io.jointae.model.ModelCard.Result;
import io.jointae.model.ModelCard.Run;
import io.jointae.statistics.CodeStatistics;
import java.util.List;
import java.util.SortedMap;

/** The JSON form of a {@link ModelCard}: flat, under the keys of {@code model.json}; unknown keys are ignored. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "format",
    "name",
    "scheme",
    "kind",
    "data",
    "options",
    "seed",
    "environment",
    "started",
    "seconds",
    "parameters",
    "history",
    "codes"
})
final class ModelCardJson {

    @JsonProperty
    Integer format;

    @JsonProperty
    String name;

    @JsonProperty
    String scheme;

    @JsonProperty
    String kind;

    @JsonProperty
    Data data;

    @JsonProperty
    SortedMap<String, String> options;

    @JsonProperty
    Long seed;

    @JsonProperty
    SortedMap<String, String> environment;

    @JsonProperty
    String started;

    @JsonProperty
    Double seconds;

    @JsonProperty
    String parameters;

    @JsonProperty
    List<EpochRecord> history;

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    CodeStatistics codes;

    /** Writes a card. */
    static final class FromRecord extends StdConverter<ModelCard, ModelCardJson> {

        @Override
        public ModelCardJson convert(ModelCard card) {
            ModelCardJson json = new ModelCardJson();
            json.format = card.format();
            json.name = card.name();
            json.scheme = card.scheme();
            json.kind = card.kind();
            json.data = card.data();
            json.options = card.options();
            json.seed = card.seed();
            json.environment = card.run().environment();
            json.started = card.run().started();
            json.seconds = card.seconds();
            json.parameters = card.parameters();
            json.history = card.history();
            json.codes = card.codes();
            return json;
        }
    }

    /** Reads a card. */
    static final class ToRecord extends StdConverter<ModelCardJson, ModelCard> {

        @Override
        public ModelCard convert(ModelCardJson json) {
            return new ModelCard(
                    required("format", json.format),
                    new Identity(required("name", json.name), json.scheme, json.kind),
                    required("data", json.data),
                    required("options", json.options),
                    required("seed", json.seed),
                    new Run(json.environment, json.started, required("seconds", json.seconds)),
                    new Result(json.parameters, required("history", json.history), json.codes));
        }
    }
}
