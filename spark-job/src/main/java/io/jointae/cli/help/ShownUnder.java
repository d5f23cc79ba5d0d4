package io.jointae.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the heading under which the help text shows an option. On a class, it applies to all options of the class
 * that do not name another heading.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface ShownUnder {

    /** Returns the heading. */
    HelpSection value();
}
