package io.jointae.cli;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.export.ExportFormat;
import io.jointae.export.ExportPart;
import io.jointae.export.ExportedFile;
import io.jointae.export.ModelExport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code export}: writes a model as files that other programs open. */
@Command(
        name = "export",
        description = {
            "Writes a model as ONNX or safetensors, with a page that describes it.",
            "",
            "The output folder holds one file per part, such as encoder.onnx, and model-card.md. An ONNX file takes and"
                    + " gives rows of 32-bit floats. A safetensors file has the parameters under the names of a PyTorch"
                    + " module."
        },
        footer = {
            "  deploy/submit export --model=models/dae2j --format=onnx \\",
            "      --part=encoder,decoder --out=exported/dae2j"
        })
final class ExportCommand implements Callable<Integer>, OutputFolders {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Exports the model in this directory, which train wrote.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Writes the files to this folder.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "Selects the format of the files. It must be onnx or safetensors.")
    private String format;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--part",
            split = ",",
            paramLabel = "PART[,PART...]",
            description =
                    "Selects the parts to export. Each must be encoder, decoder, autoencoder or classifier. Default:"
                            + " autoencoder, and with --classifier the classifier.")
    private List<String> parts = List.of();

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "Takes the code of this layer, from 1 for the lowest layer, as what the encoder gives and the"
                    + " decoder takes. Default: the top layer.")
    private Integer layer;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--classifier",
            paramLabel = "FILE",
            description =
                    "Exports the network in this file, which finetune wrote from the same model, as the classifier.")
    private String classifier;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing folder.")
    private boolean overwrite;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        ModelExport export = new ModelExport(
                model,
                ExportFormat.of(format),
                parts.stream().map(ExportPart::of).toList(),
                layer,
                classifier);
        List<ExportedFile> files = export.write(SparkSessions.hadoopConfiguration(), out, overwrite);
        output.results(
                files,
                String.format(
                        "%s and %s are in %s.",
                        files.stream().map(ExportedFile::file).collect(Collectors.joining(", ")),
                        ModelExport.CARD,
                        out));
        return 0;
    }
}
