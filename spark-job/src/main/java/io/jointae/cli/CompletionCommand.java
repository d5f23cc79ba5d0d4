package io.jointae.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** The command {@code completion}: prints the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which bash or zsh completes commands and options.",
            "",
            "The shell reads the script from a file, because Java would delay every new shell. In bash, it completes what"
                    + " follows deploy/submit from the next shell on. In zsh, run autoload -U +X bashcompinit, then bashcompinit,"
                    + " and then source the file."
        },
        footer = {
            "  deploy/submit completion > ~/.local/share/bash-completion/completions/submit",
        })
final class CompletionCommand implements Callable<Integer> {

    /** The launcher's name, by which bash finds the script. */
    private static final String LAUNCHER = "submit";

    @Override
    public Integer call() {
        System.out.print(script());
        System.out.flush();
        return 0;
    }

    /** Returns the script, which picocli makes from the commands and options. */
    static String script() {
        return AutoComplete.bash(LAUNCHER, Jointae.commandLine());
    }
}
