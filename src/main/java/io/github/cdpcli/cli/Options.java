package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Declares the options of a command on a picocli model, without annotations: no reflection at start-up, and no options of
 * commands that were not called.
 */
final class Options {

    private final CommandSpec spec;
    private final Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    private String heading = "Options:";

    Options(CommandSpec spec) {
        this.spec = spec;
    }

    /** The model that picocli parses with. */
    CommandSpec spec() {
        return spec;
    }

    /** The options that are not hidden, by the heading of their group, in the order in which they were declared. */
    Map<String, List<OptionSpec>> groups() {
        return groups;
    }

    /** Turns the text of an option into a value. */
    interface Parser<T> {
        /** Throws a {@link picocli.CommandLine.TypeConversionException} that says what would be right. */
        T parse(String text);
    }

    /** An option that takes one value. */
    static final class Value<T> {
        private final OptionSpec option;
        private final Parser<T> parser;

        private Value(OptionSpec option, Parser<T> parser) {
            this.option = option;
            this.parser = parser;
        }

        /** The value given; empty when the option was not. */
        Optional<T> get() {
            String text = option.getValue();
            if (text == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(parser.parse(text));
            } catch (CommandLine.TypeConversionException e) {
                throw Failure.usage(
                        option.longestName() + " is " + Shown.text(text) + ", but must be " + e.getMessage());
            }
        }

        String name() {
            return option.longestName();
        }
    }

    /** An option without a value. */
    record Flag(OptionSpec option) {
        boolean isSet() {
            return Boolean.TRUE.equals(option.getValue());
        }
    }

    /** An option that may be given many times. */
    record Many(OptionSpec option) {
        List<String> get() {
            List<String> values = option.getValue();
            return values == null ? List.of() : values;
        }

        String name() {
            return option.longestName();
        }
    }

    /** The positional argument of a command. */
    record Positional(PositionalParamSpec param) {
        List<String> get() {
            List<String> values = param.getValue();
            return values == null ? List.of() : values;
        }
    }

    /**
     * Begins a group: the options declared next stand below this heading in the help. Only in the help: among grouped
     * arguments picocli lets a second value of an option win in silence.
     */
    Options group(String title) {
        heading = title;
        return this;
    }

    /** A class with a name: lambdas take a call's time to start. */
    private static final class Text implements Parser<String> {
        @Override
        public String parse(String text) {
            return text;
        }
    }

    <T> Value<T> value(String names, String label, Parser<T> parser, String description) {
        OptionSpec option =
                add(builder(names, description).type(String.class).arity("1").paramLabel(label));
        return new Value<>(option, parser);
    }

    Value<String> text(String names, String label, String description) {
        return value(names, label, new Text(), description);
    }

    Flag flag(String names, String description) {
        return new Flag(add(builder(names, description).type(boolean.class).arity("0")));
    }

    Many many(String names, String label, String description) {
        return new Many(add(builder(names, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)));
    }

    Positional positional(String arity, String label, String description) {
        PositionalParamSpec param = PositionalParamSpec.builder()
                .index("0..*")
                .arity(arity)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .hideParamSyntax(true)
                .build();
        spec.addPositional(param);
        return new Positional(param);
    }

    /** Another spelling of an option, not shown in the help. */
    Value<String> hiddenText(String name) {
        return new Value<>(
                add(OptionSpec.builder(name).type(String.class).arity("1").hidden(true)), new Text());
    }

    private static OptionSpec.Builder builder(String names, String description) {
        return OptionSpec.builder(names.split("\\|", -1)).description(description);
    }

    private OptionSpec add(OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        spec.addOption(option);
        if (!option.hidden()) {
            if (!groups.containsKey(heading)) {
                groups.put(heading, new ArrayList<>());
            }
            groups.get(heading).add(option);
        }
        return option;
    }
}
